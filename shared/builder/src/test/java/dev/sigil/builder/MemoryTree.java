package dev.sigil.builder;

import dev.sigil.core.source.SourceTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Files of a test. */
public final class MemoryTree implements SourceTree {
  private final TreeMap<String, byte[]> files = new TreeMap<>();

  /** Path and content, alternating. */
  public static MemoryTree of(String... pairs) {
    MemoryTree tree = new MemoryTree();
    for (int i = 0; i < pairs.length; i += 2) {
      tree.files.put(pairs[i], pairs[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    return tree;
  }

  public static MemoryTree of(Map<String, byte[]> files) {
    MemoryTree tree = new MemoryTree();
    tree.files.putAll(files);
    return tree;
  }

  /** The files below {@code root}, without those below {@code root/except}. */
  public static MemoryTree read(Path root, String except) {
    MemoryTree tree = new MemoryTree();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        String relative = root.relativize(path).toString();
        if (!relative.startsWith(except + "/")) {
          tree.files.put(relative, Files.readAllBytes(path));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tree;
  }

  @Override
  public List<Entry> files() {
    return files.entrySet().stream()
        .map(file -> new Entry(file.getKey(), file.getValue().length, false))
        .toList();
  }

  @Override
  public Optional<InputStream> open(String path) {
    return Optional.ofNullable(files.get(path)).map(ByteArrayInputStream::new);
  }

  @Override
  public void close() {}
}
