package dev.sigil.gcp.fake;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** The directory that a build's source is unpacked into. */
record Workspace(Path directory) implements AutoCloseable {
  /** Unpacks as tar does, and refuses what no source of Sigil's holds. */
  static Workspace unpack(byte[] archive) throws IOException {
    Workspace workspace = new Workspace(Files.createTempDirectory("fake-cloud-build-"));
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        workspace.write(entry, tar);
      }
      return workspace;
    } catch (IOException | RuntimeException e) {
      workspace.close();
      throw e;
    }
  }

  private void write(TarArchiveEntry entry, TarArchiveInputStream content) throws IOException {
    Path file = directory.resolve(entry.getName()).normalize();
    if (!entry.isFile() || !file.startsWith(directory)) {
      throw new IOException("the archive holds more than files: " + entry.getName());
    }
    Files.createDirectories(file.getParent());
    Files.copy(content, file);
    boolean executable = (entry.getMode() & 0100) != 0;
    Files.setPosixFilePermissions(
        file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }

  @Override
  public void close() {
    try (Stream<Path> walk = Files.walk(directory)) {
      List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
