package dev.sigil.core.source;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A directory on disk as a {@link SourceTree}. Symbolic links that stay inside are listed as the
 * file they lead to; one that leaves the directory makes the whole tree unsafe. {@code .git} is not
 * part of the tree.
 */
public final class DirectoryTree implements SourceTree {
  private final Path root;
  private final Map<String, Entry> entries;
  private final Runnable release;

  private DirectoryTree(Path root, Map<String, Entry> entries, Runnable release) {
    this.root = root;
    this.entries = entries;
    this.release = release;
  }

  /** Opens {@code root}; {@code release} runs once on close, to delete a temporary checkout. */
  public static DirectoryTree open(Path root, SourceLimits limits, Runnable release) {
    return open(root, limits, release, Set.of());
  }

  /** As the other, without what lies in directories of the names in {@code skipped}. */
  public static DirectoryTree open(
      Path root, SourceLimits limits, Runnable release, Set<String> skipped) {
    try {
      Path real = root.toRealPath();
      Collector collector = new Collector(real, limits, skipped);
      Files.walkFileTree(real, collector);
      Map<String, Entry> entries =
          collector.entries.stream().collect(Collectors.toMap(Entry::path, Function.identity()));
      return new DirectoryTree(real, entries, release);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path root() {
    return root;
  }

  @Override
  public List<Entry> files() {
    return entries.values().stream().sorted(Comparator.comparing(Entry::path)).toList();
  }

  @Override
  public boolean contains(String path) {
    return entries.containsKey(path);
  }

  @Override
  public Optional<InputStream> open(String path) throws IOException {
    return entries.containsKey(path)
        ? Optional.of(Files.newInputStream(root.resolve(path)))
        : Optional.empty();
  }

  @Override
  public void close() {
    release.run();
  }

  private static final class Collector extends SimpleFileVisitor<Path> {
    private final Path root;
    private final SourceLimits limits;
    private final Set<String> skipped;
    private final List<Entry> entries = new ArrayList<>();
    private long total;

    Collector(Path root, SourceLimits limits, Set<String> skipped) {
      this.root = root;
      this.limits = limits;
      this.skipped = Set.copyOf(skipped);
    }

    @Override
    public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
      if (dir.equals(root)) {
        return FileVisitResult.CONTINUE;
      }
      String name = dir.getFileName().toString();
      if (name.equals(".git") || skipped.contains(name)) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      bound(root.relativize(dir).getNameCount() <= limits.maxDepth(), "is nested too deeply");
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      String relative = root.relativize(file).toString();
      if (relative.equals(".git")) {
        return FileVisitResult.CONTINUE;
      }
      String path = SourcePath.normalize(relative);
      BasicFileAttributes target =
          attributes.isSymbolicLink() ? linkTarget(file, path) : attributes;
      if (!target.isRegularFile()) {
        return FileVisitResult.CONTINUE;
      }
      total += target.size();
      bound(target.size() <= limits.maxFileBytes(), "holds a file that is too large: " + path);
      bound(total <= limits.maxTotalBytes(), "is too large");
      bound(entries.size() < limits.maxFiles(), "holds too many files");
      entries.add(new Entry(path, target.size(), Files.isExecutable(file)));
      return FileVisitResult.CONTINUE;
    }

    private BasicFileAttributes linkTarget(Path link, String path) throws IOException {
      Path target = link.resolveSibling(Files.readSymbolicLink(link)).normalize();
      if (!target.startsWith(root) || (Files.exists(link) && !link.toRealPath().startsWith(root))) {
        throw new SigilException(
            ErrorCode.SOURCE_UNSAFE, "The link " + path + " leads out of the repository.");
      }
      return Files.exists(link)
          ? Files.readAttributes(link, BasicFileAttributes.class)
          : Files.readAttributes(link, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static void bound(boolean kept, String problem) {
      if (!kept) {
        throw new SigilException(ErrorCode.SOURCE_TOO_LARGE, "The repository " + problem + ".");
      }
    }
  }
}
