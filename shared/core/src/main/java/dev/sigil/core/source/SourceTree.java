package dev.sigil.core.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * The files of one commit, read-only. Paths are relative, use {@code /}, and never hold {@code ..},
 * an empty segment or a control character: whoever makes a tree has checked that, and that no link
 * leads out of it. Trees are bounded by {@link SourceLimits}. Not thread-safe; closing releases
 * what the tree occupies, and reading after that fails.
 */
public interface SourceTree extends AutoCloseable {
  /** A regular file. {@code size} is in bytes. */
  record Entry(String path, long size, boolean executable) {}

  /** All files, sorted by path. */
  List<Entry> files();

  /** The content of {@code path}, or empty when there is no such file. The caller closes it. */
  Optional<InputStream> open(String path) throws IOException;

  /**
   * The first {@code maxBytes} of {@code path}, or empty when there is no such file.
   *
   * @throws IOException when the file cannot be read
   */
  default Optional<byte[]> read(String path, int maxBytes) throws IOException {
    Optional<InputStream> stream = open(path);
    if (stream.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = stream.get()) {
      return Optional.of(in.readNBytes(maxBytes));
    }
  }

  default boolean contains(String path) {
    return files().stream().anyMatch(entry -> entry.path().equals(path));
  }

  @Override
  void close();
}
