package dev.sigil.testkit.secret;

import dev.sigil.core.secret.SecretVault;
import java.nio.file.Path;
import java.time.InstantSource;

class MemorySecretVaultTest extends SecretVaultContract {
  @Override
  protected SecretVault open(Path directory, InstantSource clock) {
    return new MemorySecretVault(clock);
  }
}
