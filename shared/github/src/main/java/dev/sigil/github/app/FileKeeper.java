package dev.sigil.github.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Files that only this user can read; none is ever overwritten. */
record FileKeeper(Path directory) implements Keeper {
  private static final String ID = "app-id";
  private static final String KEY = "private-key.pem";
  private static final String SECRET = "webhook-secret";
  private static final String CLIENT_ID = "client-id";
  private static final String CLIENT_SECRET = "client-secret";

  @Override
  public void check() throws IOException {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    for (String name : List.of(ID, KEY, SECRET, CLIENT_ID, CLIENT_SECRET)) {
      if (Files.exists(directory.resolve(name))) {
        throw new FileAlreadyExistsException(
            directory.resolve(name) + " exists; name another folder with --output.");
      }
    }
  }

  @Override
  public String keep(CreatedApp app) throws IOException {
    write(ID, app.id());
    write(KEY, app.key());
    write(SECRET, app.webhookSecret());
    write(CLIENT_ID, app.clientId());
    write(CLIENT_SECRET, app.clientSecret());
    return directory.toString();
  }

  private void write(String name, String content) throws IOException {
    Path file =
        Files.createFile(
            directory.resolve(name),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, content.getBytes(StandardCharsets.UTF_8), StandardOpenOption.WRITE);
  }
}
