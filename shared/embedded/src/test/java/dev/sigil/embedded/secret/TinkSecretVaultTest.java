package dev.sigil.embedded.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sigil.core.ConfigException;
import dev.sigil.core.SigilException;
import dev.sigil.core.secret.SecretVault;
import dev.sigil.core.store.Document;
import dev.sigil.embedded.store.Database;
import dev.sigil.embedded.store.SqliteDocumentStore;
import dev.sigil.testkit.secret.SecretVaultContract;
import dev.sigil.testkit.store.MemoryDocumentStore;
import dev.sigil.testkit.time.MutableClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TinkSecretVaultTest extends SecretVaultContract {
  private static final String VALUE = "correct-horse-battery-staple-é";

  private final MutableClock clock = new MutableClock();

  @Override
  protected SecretVault open(Path directory, InstantSource time) {
    return TinkSecretVault.open(new MemoryDocumentStore(), directory.resolve("key"), time);
  }

  @Test
  void open_storedSecrets_returnsTheValues(@TempDir Path directory) {
    MemoryDocumentStore store = new MemoryDocumentStore();
    TinkSecretVault vault = TinkSecretVault.open(store, directory.resolve("key"), clock);
    vault.put(DEPLOYMENT, TOKEN, VALUE);
    vault.put(DEPLOYMENT, KEY, "x");
    vault.put(OTHER, TOKEN, "other");

    TinkSecretVault again = TinkSecretVault.open(store, directory.resolve("key"), clock);
    assertThat(again.open(DEPLOYMENT)).isEqualTo(Map.of(TOKEN, VALUE, KEY, "x"));
  }

  @Test
  void open_rowCopiedToAnotherNameOrDeployment_isRefused(@TempDir Path directory) {
    MemoryDocumentStore store = new MemoryDocumentStore();
    TinkSecretVault vault = TinkSecretVault.open(store, directory.resolve("key"), clock);
    vault.put(DEPLOYMENT, TOKEN, VALUE);
    Document row = store.get("sealedSecrets", DEPLOYMENT + "~" + TOKEN).orElseThrow();
    store.put("sealedSecrets", OTHER + "~" + TOKEN, row.body().put("deployment", OTHER.value()));
    assertThatExceptionOfType(SigilException.class)
        .isThrownBy(() -> vault.open(OTHER))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain(VALUE));

    vault.removeAll(OTHER);
    store.put(
        "sealedSecrets",
        OTHER + "~" + KEY,
        row.body().put("deployment", OTHER.value()).put("name", KEY.value()));
    assertThatExceptionOfType(SigilException.class).isThrownBy(() -> vault.open(OTHER));
  }

  @Test
  void open_anotherKey_isRefused(@TempDir Path directory) {
    MemoryDocumentStore store = new MemoryDocumentStore();
    TinkSecretVault.open(store, directory.resolve("key"), clock).put(DEPLOYMENT, TOKEN, VALUE);
    TinkSecretVault other = TinkSecretVault.open(store, directory.resolve("other"), clock);

    assertThatExceptionOfType(SigilException.class).isThrownBy(() -> other.open(DEPLOYMENT));
  }

  @Test
  void put_onDisk_holdsNoValueInAnyFile(@TempDir Path directory) throws IOException {
    try (Database database = Database.open(directory)) {
      SqliteDocumentStore store =
          new SqliteDocumentStore(database, List.of(TinkSecretVault.BY_DEPLOYMENT));
      TinkSecretVault vault = TinkSecretVault.open(store, directory.resolve("key"), clock);
      vault.put(DEPLOYMENT, TOKEN, VALUE);
      assertThat(vault.open(DEPLOYMENT)).containsEntry(TOKEN, VALUE);
      assertThat(vault.list(DEPLOYMENT).toString()).doesNotContain(VALUE);

      try (Stream<Path> files = Files.list(directory)) {
        for (Path file : files.toList()) {
          String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
          assertThat(content).as(file.toString()).doesNotContain("correct-horse");
        }
      }
    }
  }

  @Test
  void open_newKey_isReadableByItsOwnerOnly(@TempDir Path directory) throws IOException {
    open(directory, clock);

    assertThat(Files.getPosixFilePermissions(directory.resolve("key")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void open_keyThatOthersMayRead_isRefused(@TempDir Path directory) throws IOException {
    open(directory, clock);
    Files.setPosixFilePermissions(
        directory.resolve("key"), PosixFilePermissions.fromString("rw-r-----"));

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> open(directory, clock))
        .withMessageContaining("chmod 600");
  }

  @Test
  void open_damagedKey_isRefused(@TempDir Path directory) throws IOException {
    open(directory, clock);
    Files.writeString(directory.resolve("key"), "{}");

    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> open(directory, clock))
        .withMessageContaining("does not hold a key");
  }
}
