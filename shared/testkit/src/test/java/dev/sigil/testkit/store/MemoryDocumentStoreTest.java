package dev.sigil.testkit.store;

import dev.sigil.core.store.DocumentStore;
import java.nio.file.Path;

class MemoryDocumentStoreTest extends DocumentStoreContract {
  @Override
  protected DocumentStore open(Path directory) {
    return new MemoryDocumentStore();
  }
}
