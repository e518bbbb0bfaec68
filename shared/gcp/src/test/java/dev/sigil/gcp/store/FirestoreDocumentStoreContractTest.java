package dev.sigil.gcp.store;

import dev.sigil.core.store.DocumentStore;
import dev.sigil.testkit.emulator.Emulators;
import dev.sigil.testkit.emulator.FirestoreEmulator;
import dev.sigil.testkit.store.DocumentStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Emulators.class)
class FirestoreDocumentStoreContractTest extends DocumentStoreContract {
  private final FirestoreFixture firestore;

  FirestoreDocumentStoreContractTest(FirestoreEmulator emulator) {
    this.firestore = new FirestoreFixture(emulator);
  }

  @Override
  protected DocumentStore open(Path directory) {
    return firestore.open(INDEXES);
  }

  @AfterEach
  void close() {
    firestore.close();
  }
}
