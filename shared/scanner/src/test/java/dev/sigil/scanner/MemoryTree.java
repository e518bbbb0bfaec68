package dev.sigil.scanner;

import dev.sigil.core.source.SourceTree;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A tree written down in a test. */
public final class MemoryTree implements SourceTree {
  private final Map<String, byte[]> files = new TreeMap<>();

  public static MemoryTree of(String path, String content) {
    return new MemoryTree().with(path, content);
  }

  public MemoryTree with(String path, String content) {
    return with(path, content.getBytes(StandardCharsets.UTF_8));
  }

  public MemoryTree with(String path, byte[] content) {
    files.put(path, content);
    return this;
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
