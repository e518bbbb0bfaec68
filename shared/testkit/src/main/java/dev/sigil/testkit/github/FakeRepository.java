package dev.sigil.testkit.github;

import dev.sigil.core.source.Commit;
import dev.sigil.core.source.SourceTree;
import dev.sigil.testkit.source.MemorySourceTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A repository of a {@link FakeGitHub}. Thread-safe. */
public final class FakeRepository {
  private final long id;
  private final String owner;
  private final boolean hidden;
  private final Map<String, Commit> branches = new TreeMap<>();
  private final Map<String, Commit> tags = new TreeMap<>();
  private final Map<Commit, byte[]> archives = new LinkedHashMap<>();
  private String name;

  FakeRepository(long id, String owner, String name, boolean hidden) {
    this.id = id;
    this.owner = owner;
    this.name = name;
    this.hidden = hidden;
  }

  /** Commits a tree to a branch. */
  public synchronized Commit push(String branch, MemorySourceTree tree) {
    Commit commit = pushArchive(branch, new byte[0]);
    archives.put(commit, archive(owner + "-" + name + "-" + commit.abbreviated(), tree));
    return commit;
  }

  /** Commits what the archive holds, however wrong it is. */
  public synchronized Commit pushArchive(String branch, byte[] archive) {
    Commit commit = new Commit(String.format("%040x", (id << 32) + 0xa0000000L + archives.size()));
    branches.put(branch, commit);
    archives.put(commit, archive);
    return commit;
  }

  public synchronized void deleteBranch(String branch) {
    branches.remove(branch);
  }

  /** An annotated tag. */
  public synchronized void tag(String tag, Commit commit) {
    tags.put(tag, commit);
  }

  /** Gives the repository another name; the old one leads to it from then on. */
  public synchronized void rename(String to) {
    name = to;
  }

  long id() {
    return id;
  }

  String owner() {
    return owner;
  }

  synchronized String name() {
    return name;
  }

  boolean hidden() {
    return hidden;
  }

  synchronized Map<String, Commit> branches() {
    return new TreeMap<>(branches);
  }

  synchronized Map<String, Commit> tags() {
    return new TreeMap<>(tags);
  }

  /** The only commit whose id begins so. */
  synchronized Optional<Commit> commit(String prefix) {
    return archives.keySet().stream().filter(c -> c.id().startsWith(prefix)).findFirst();
  }

  synchronized byte[] archive(Commit commit) {
    return archives.getOrDefault(commit, new byte[0]).clone();
  }

  private static byte[] archive(String top, MemorySourceTree tree) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GZIPOutputStream(bytes), StandardCharsets.UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      tar.setAddPaxHeadersForNonAsciiNames(true);
      tar.putArchiveEntry(new TarArchiveEntry(top + "/"));
      tar.closeArchiveEntry();
      for (SourceTree.Entry file : tree.files()) {
        TarArchiveEntry entry = new TarArchiveEntry(top + "/" + file.path());
        entry.setSize(file.size());
        entry.setMode(file.executable() ? 0100775 : 0100664);
        tar.putArchiveEntry(entry);
        tar.write(tree.read(file.path(), Integer.MAX_VALUE).orElseThrow());
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
