package dev.sigil.embedded.host;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Directories that strangers wrote into. */
public final class Directories {
  private static final Logger LOG = System.getLogger(Directories.class.getName());

  private Directories() {}

  /** Deletes a directory and everything below it, following no link; nothing when there is none. */
  public static void delete(Path directory) throws IOException {
    try {
      Files.walkFileTree(directory, new Deletion());
    } catch (NoSuchFileException e) {
      if (Files.exists(directory)) {
        throw e;
      }
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

  private static final class Deletion extends SimpleFileVisitor<Path> {
    /* Some tools, Go's among them, leave directories that their owner may not write. */
    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
        throws IOException {
      if (!Files.isWritable(directory)) {
        Files.setPosixFilePermissions(
            directory,
            Set.of(
                PosixFilePermission.OWNER_READ,
                PosixFilePermission.OWNER_WRITE,
                PosixFilePermission.OWNER_EXECUTE));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
