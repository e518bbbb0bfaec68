package dev.sigil.embedded.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The numbered segments of one log on disk. */
record LogDirectory(Path path) {
  private static final Pattern SEGMENT = Pattern.compile("[0-9]{10}\\.log");

  LogDirectory(Path root, LogKey key) {
    this(
        root.resolve(key.deployment().value())
            .resolve(key.source().name().toLowerCase(Locale.ROOT)));
  }

  Path segment(long number) {
    return path.resolve(String.format(Locale.ROOT, "%010d.log", number));
  }

  /** Ascending; empty when nothing was ever written. */
  List<Long> numbers() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> SEGMENT.matcher(name).matches())
          .map(name -> Long.parseLong(name, 0, 10, 10))
          .sorted()
          .toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** The number of the newest segment; 1 when there is none. */
  long last() throws IOException {
    List<Long> numbers = numbers();
    return numbers.isEmpty() ? 1 : numbers.getLast();
  }

  void deleteBefore(long number) throws IOException {
    for (long old : numbers()) {
      if (old < number) {
        Files.deleteIfExists(segment(old));
      }
    }
  }

  void delete() throws IOException {
    deleteBefore(Long.MAX_VALUE);
    deleteIfEmpty(path);
    Path parent = path.getParent();
    if (parent != null) {
      deleteIfEmpty(parent);
    }
  }

  private static void deleteIfEmpty(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> entries = Files.list(directory)) {
      if (entries.findAny().isPresent()) {
        return;
      }
    }
    Files.deleteIfExists(directory);
  }
}
