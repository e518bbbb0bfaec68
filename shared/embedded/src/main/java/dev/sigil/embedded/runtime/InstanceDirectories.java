package dev.sigil.embedded.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/** Makes, fills and removes directories with the machine's own programs. */
final class InstanceDirectories {
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  private InstanceDirectories() {}

  /** A directory that only this user may enter. */
  static Path make(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PRIVATE);
    return directory;
  }

  /** Copies a tree, sharing its blocks where the file system can. */
  static void copy(Path source, Path target) throws IOException {
    run(List.of("cp", "-a", "--reflink=auto", "--", source + "/.", target.toString()));
  }

  /** Deletes a tree that strangers filled: any depth, any names, any permissions. */
  static void delete(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try {
      run(List.of("rm", "-rf", "--", tree.toString()));
    } catch (IOException e) {
      run(List.of("chmod", "-R", "u+rwX", "--", tree.toString()));
      run(List.of("rm", "-rf", "--", tree.toString()));
    }
  }

  private static void run(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (process.waitFor() != 0) {
        throw new IOException(command.getFirst() + " failed on " + command.getLast());
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException(command.getFirst() + " was interrupted", e);
    }
  }
}
