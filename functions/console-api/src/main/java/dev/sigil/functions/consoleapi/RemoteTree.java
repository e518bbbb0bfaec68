package dev.sigil.functions.consoleapi;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.codehost.CoveredRepositories;
import dev.sigil.core.codehost.CoveredRepositories.File;
import dev.sigil.core.source.SourceTree;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A commit's files at the code host; each that is looked into costs a request, and no more than
 * {@code reads} are.
 */
final class RemoteTree implements SourceTree {
  private static final int MAX_BYTES = 2 << 20;

  private final CoveredRepositories repositories;
  private final long installation;
  private final String fullName;
  private final Map<String, File> files = new TreeMap<>();
  private final Map<String, byte[]> read = new HashMap<>();
  private int reads;

  RemoteTree(
      CoveredRepositories repositories,
      long installation,
      String fullName,
      List<File> files,
      int reads) {
    this.repositories = repositories;
    this.installation = installation;
    this.fullName = fullName;
    this.reads = reads;
    files.forEach(file -> this.files.put(file.path(), file));
  }

  @Override
  public List<Entry> files() {
    return files.values().stream()
        .map(file -> new Entry(file.path(), file.size(), file.executable()))
        .toList();
  }

  @Override
  public boolean contains(String path) {
    return files.containsKey(path);
  }

  @Override
  public Optional<InputStream> open(String path) {
    return Optional.ofNullable(files.get(path))
        .map(file -> new ByteArrayInputStream(read.computeIfAbsent(path, any -> fetch(file))));
  }

  private byte[] fetch(File file) {
    if (reads-- <= 0) {
      throw new SigilException(
          ErrorCode.SOURCE_TOO_LARGE,
          "More files tell how this repository is built than are read for a look at it.",
          "Name the folder that holds the server.");
    }
    return repositories.read(installation, fullName, file.content(), MAX_BYTES);
  }

  @Override
  public void close() {}
}
