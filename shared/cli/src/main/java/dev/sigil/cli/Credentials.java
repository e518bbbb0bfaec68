package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** The keys that `sigil login` got, by the platform's address, in a file of the user's alone. */
record Credentials(Path file) {
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /** What is known of one platform. */
  record Entry(String token, String workspace, String login) {}

  Optional<Entry> find(String url) {
    JsonNode entry = read().path(url);
    return entry.isObject()
        ? Optional.of(
            new Entry(
                entry.path("token").asText(),
                entry.path("workspace").asText(),
                entry.path("login").asText()))
        : Optional.empty();
  }

  void put(String url, Entry entry) {
    ObjectNode all = read();
    all.set(
        url,
        Json.object()
            .put("token", entry.token())
            .put("workspace", entry.workspace())
            .put("login", entry.login()));
    write(all);
  }

  void remove(String url) {
    ObjectNode all = read();
    if (all.remove(url) != null) {
      write(all);
    }
  }

  private ObjectNode read() {
    try {
      return Files.exists(file) && Json.parse(Files.readAllBytes(file)) instanceof ObjectNode known
          ? known
          : Json.object();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Json.MalformedException e) {
      throw new ApiException(
          400, "INVALID_REQUEST", file + " is not JSON.", "Delete it and sign in again.");
    }
  }

  /* Whoever reads the file meanwhile sees the one before or this one, whole. */
  private void write(ObjectNode all) {
    try {
      Path folder = file.toAbsolutePath().getParent();
      Files.createDirectories(folder, PRIVATE_FOLDER);
      Path fresh = Files.createTempFile(folder, "credentials", ".new", PRIVATE_FILE);
      Files.writeString(fresh, Json.pretty(all) + "\n");
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
