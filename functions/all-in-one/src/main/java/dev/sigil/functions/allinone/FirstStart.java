package dev.sigil.functions.allinone;

import dev.sigil.core.account.ApiKeys;
import dev.sigil.core.account.ApiToken;
import dev.sigil.core.account.Scope;
import dev.sigil.core.id.WorkspaceId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What a platform makes for itself when it starts for the first time: an administrator's token and
 * the webhook's secret, each in a file that only its user may read.
 */
final class FirstStart {
  private static final int SECRET_BYTES = 32;

  private final Path data;
  private final RandomGenerator random;

  FirstStart(Path data, RandomGenerator random) {
    this.data = data;
    this.random = random;
  }

  /** The secret that GitHub and the platform share. */
  String webhookSecret() {
    return kept("webhook-secret", this::randomSecret);
  }

  /** The key that seals session ids: 32 bytes in base 64. */
  String sessionKey() {
    return kept("session-key", this::randomKey);
  }

  /** The key that signs the cookies of people who signed in: 32 bytes in base 64. */
  String consoleSessionKey() {
    return kept("console-session-key", this::randomKey);
  }

  /** Makes sure that the administrator's token opens the workspace; returns its file. */
  Path adminToken(ApiKeys keys, WorkspaceId workspace) {
    ApiToken token = new ApiToken(kept("admin-token", () -> ApiToken.random(random).value()));
    if (keys.authenticate(token).isEmpty()) {
      keys.add(token, workspace, "administrator", Set.of(Scope.ADMIN), null);
    }
    return data.resolve("admin-token");
  }

  private String kept(String name, Supplier<String> make) {
    Path file = data.resolve(name);
    try {
      if (!Files.exists(file)) {
        Path fresh =
            Files.createTempFile(
                data,
                name,
                ".new",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(fresh, make.get() + "\n");
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String randomSecret() {
    return HexFormat.of().formatHex(randomBytes());
  }

  private String randomKey() {
    return Base64.getEncoder().encodeToString(randomBytes());
  }

  private byte[] randomBytes() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return bytes;
  }
}
