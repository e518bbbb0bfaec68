package dev.sigil.testkit.source;

import dev.sigil.core.source.SourcePath;
import dev.sigil.core.source.SourceTree;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Files that exist in memory only. Immutable; closing is remembered and ends reading. */
public final class MemorySourceTree implements SourceTree {
  private final Map<String, byte[]> files;
  private final Set<String> executables;
  private boolean closed;

  private MemorySourceTree(Map<String, byte[]> files, Set<String> executables) {
    this.files = new TreeMap<>(files);
    this.executables = Set.copyOf(executables);
    files.keySet().forEach(MemorySourceTree::checkPath);
  }

  /** Paths and contents in turn: {@code of("package.json", "{}", "index.js", "…")}. */
  public static MemorySourceTree of(String... pathsAndContents) {
    Map<String, byte[]> files = new TreeMap<>();
    for (int i = 0; i < pathsAndContents.length; i += 2) {
      files.put(pathsAndContents[i], pathsAndContents[i + 1].getBytes(StandardCharsets.UTF_8));
    }
    return of(files);
  }

  public static MemorySourceTree of(Map<String, byte[]> files) {
    return new MemorySourceTree(files, Set.of());
  }

  /** The same tree with one more executable file. */
  public MemorySourceTree withExecutable(String path, String content) {
    Map<String, byte[]> more = new TreeMap<>(files);
    more.put(path, content.getBytes(StandardCharsets.UTF_8));
    Set<String> marked = new HashSet<>(executables);
    marked.add(path);
    return new MemorySourceTree(more, marked);
  }

  @Override
  public List<Entry> files() {
    return files.entrySet().stream()
        .map(
            file ->
                new Entry(
                    file.getKey(), file.getValue().length, executables.contains(file.getKey())))
        .toList();
  }

  @Override
  public Optional<InputStream> open(String path) throws IOException {
    if (closed) {
      throw new IOException("the tree is closed");
    }
    return Optional.ofNullable(files.get(path)).map(ByteArrayInputStream::new);
  }

  @Override
  public void close() {
    closed = true;
  }

  public boolean closed() {
    return closed;
  }

  Map<String, byte[]> contents() {
    return files;
  }

  MemorySourceTree reopened() {
    return new MemorySourceTree(files, executables);
  }

  private static void checkPath(String path) {
    if (path.isEmpty() || !SourcePath.normalize(path).equals(path)) {
      throw new IllegalArgumentException("not a normal path: " + path);
    }
  }
}
