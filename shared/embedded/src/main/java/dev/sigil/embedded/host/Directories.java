package dev.sigil.embedded.host;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * Directories that strangers write into: made, filled and removed by the machine's own programs.
 */
public final class Directories {
  private static final Logger LOG = System.getLogger(Directories.class.getName());
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  private Directories() {}

  /** A directory that only this user may enter. */
  public static Path make(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PRIVATE);
    return directory;
  }

  /** Copies what a directory holds into another, sharing its blocks where the file system can. */
  public static void copy(Path source, Path target) throws IOException {
    run(List.of("cp", "-a", "--reflink=auto", "--", source + "/.", target.toString()));
  }

  /**
   * Deletes a directory and everything below it, following no link; nothing when there is none. Any
   * depth, any names, any permissions: some tools, Go's among them, leave directories that their
   * owner may not write.
   */
  public static void delete(Path directory) throws IOException {
    if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      run(List.of("rm", "-rf", "--", directory.toString()));
    } catch (IOException e) {
      run(List.of("chmod", "-R", "u+rwX", "--", directory.toString()));
      run(List.of("rm", "-rf", "--", directory.toString()));
    }
  }

  /** As {@link #delete}, where leaving something behind is worth a warning and no more. */
  public static void deleteQuietly(Path directory) {
    try {
      delete(directory);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "a directory could not be removed: " + directory, e);
    }
  }

  /* Whoever is interrupted still cleans up, so the end is awaited whatever comes. */
  private static void run(List<String> command) throws IOException {
    int status =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .onExit()
            .join()
            .exitValue();
    if (status != 0) {
      throw new IOException(command.getFirst() + " failed on " + command.getLast());
    }
  }
}
