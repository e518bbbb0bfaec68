package dev.sigil.testkit.github;

import dev.sigil.core.Digests;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.SourceTree;
import dev.sigil.testkit.source.MemorySourceTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
  private final Map<Commit, MemorySourceTree> trees = new LinkedHashMap<>();
  private final List<Pull> pulls = new ArrayList<>();
  private String name;
  private boolean archived;
  private boolean huge;

  FakeRepository(long id, String owner, String name, boolean hidden) {
    this.id = id;
    this.owner = owner;
    this.name = name;
    this.hidden = hidden;
  }

  /** Commits a tree to a branch. */
  public synchronized Commit push(String branch, MemorySourceTree tree) {
    Commit commit = pushArchive(branch, new byte[0]);
    trees.put(commit, tree);
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

  /** Makes it read-only. */
  public synchronized void archive() {
    archived = true;
  }

  /** Makes its trees larger than GitHub lists. */
  public synchronized void grow() {
    huge = true;
  }

  /** GitHub's number of it. */
  public long id() {
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

  synchronized boolean archived() {
    return archived;
  }

  synchronized boolean huge() {
    return huge;
  }

  /** Moves by a second with each commit. */
  synchronized Instant pushedAt() {
    return Instant.parse("2026-01-01T00:00:00Z").plusSeconds(archives.size());
  }

  /** The branches and their heads. */
  public synchronized Map<String, Commit> branches() {
    return new TreeMap<>(branches);
  }

  synchronized Map<String, Commit> tags() {
    return new TreeMap<>(tags);
  }

  /** The head of a branch, or the only commit whose id begins so. */
  synchronized Optional<Commit> commit(String name) {
    return Optional.ofNullable(branches.get(name))
        .or(() -> archives.keySet().stream().filter(c -> c.id().startsWith(name)).findFirst());
  }

  /** The files of a commit. */
  public synchronized MemorySourceTree tree(Commit commit) {
    return trees.getOrDefault(commit, MemorySourceTree.of());
  }

  /** A file of a commit. */
  public synchronized Optional<byte[]> file(Commit commit, String path) {
    return tree(commit).contains(path) ? Optional.of(read(tree(commit), path)) : Optional.empty();
  }

  /** Commits one more file to a branch. */
  public synchronized Commit write(String branch, String path, byte[] content) {
    Map<String, byte[]> files = new TreeMap<>();
    Optional<Commit> head = Optional.ofNullable(branches.get(branch));
    MemorySourceTree before = head.map(this::tree).orElse(MemorySourceTree.of());
    before.files().forEach(file -> files.put(file.path(), read(before, file.path())));
    files.put(path, content);
    return push(branch, MemorySourceTree.of(files));
  }

  synchronized void branch(String branch, Commit commit) {
    branches.put(branch, commit);
  }

  /** A pull request to the default branch; {@code state} is {@code open} or {@code closed}. */
  public record Pull(int number, String head, String title, String body, String state) {}

  /** The pull requests, the oldest first. */
  public synchronized List<Pull> pulls() {
    return List.copyOf(pulls);
  }

  /** Closes a pull request without taking it. */
  public synchronized void closePull(int number) {
    pulls.replaceAll(
        pull ->
            pull.number() == number
                ? new Pull(number, pull.head(), pull.title(), pull.body(), "closed")
                : pull);
  }

  synchronized Pull open(String head, String title, String body) {
    Pull pull = new Pull(pulls.size() + 1, head, title, body, "open");
    pulls.add(pull);
    return pull;
  }

  /** The id of a file's content. */
  synchronized String blob(Commit commit, String path) {
    return Digests.sha256Hex(read(tree(commit), path)).substring(0, 40);
  }

  synchronized Optional<byte[]> content(String blob) {
    return trees.entrySet().stream()
        .flatMap(
            entry ->
                entry.getValue().files().stream()
                    .filter(file -> blob(entry.getKey(), file.path()).equals(blob))
                    .map(file -> read(entry.getValue(), file.path())))
        .findFirst();
  }

  synchronized byte[] archive(Commit commit) {
    MemorySourceTree tree = trees.get(commit);
    return tree == null
        ? archives.getOrDefault(commit, new byte[0]).clone()
        : archive(owner + "-" + name + "-" + commit.abbreviated(), tree);
  }

  private static byte[] read(MemorySourceTree tree, String path) {
    try {
      return tree.read(path, Integer.MAX_VALUE).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
        tar.write(read(tree, file.path()));
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
