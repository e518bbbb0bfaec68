package dev.sigil.testkit.source;

import dev.sigil.core.Digests;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import dev.sigil.core.source.SourceFetcher;
import dev.sigil.core.source.SourceLimits;
import dev.sigil.core.source.SourceTree;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Repositories in memory. The first branch pushed is the default branch. Thread-safe. */
public final class FakeSourceFetcher implements SourceFetcher {
  private static final class Fake {
    private final Map<String, Commit> branches = new LinkedHashMap<>();
    private final Map<Commit, MemorySourceTree> trees = new LinkedHashMap<>();
  }

  private final Map<Repository, Fake> repositories = new HashMap<>();
  private final Set<Repository> unreachable = new HashSet<>();

  /** Commits {@code tree} to a branch; equal pushes in the same order give equal commits. */
  public synchronized Commit push(Repository repository, String branch, MemorySourceTree tree) {
    Fake fake = repositories.computeIfAbsent(repository, key -> new Fake());
    String parent = fake.branches.getOrDefault(branch, Commit.NONE).id();
    StringBuilder content = new StringBuilder();
    tree.contents().forEach((path, bytes) -> content.append(path).append(Digests.sha256Hex(bytes)));
    Commit commit =
        new Commit(Digests.sha256Hex(parent, branch, content.toString()).substring(0, 40));
    fake.trees.put(commit, tree);
    fake.branches.put(branch, commit);
    return commit;
  }

  /** Creates a repository without a commit. */
  public synchronized void create(Repository repository) {
    repositories.putIfAbsent(repository, new Fake());
  }

  /** Forgets a branch; its commits stay. */
  public synchronized void deleteBranch(Repository repository, String branch) {
    fake(repository).branches.remove(branch);
  }

  /** Makes every call for the repository fail for a while, or work again. */
  public synchronized void setReachable(Repository repository, boolean reachable) {
    if (reachable) {
      unreachable.remove(repository);
    } else {
      unreachable.add(repository);
    }
  }

  @Override
  public synchronized Resolved resolve(Repository repository, String ref) {
    Fake fake = fake(repository);
    if (ref.isEmpty() && !fake.branches.isEmpty()) {
      Map.Entry<String, Commit> first = fake.branches.entrySet().iterator().next();
      return new Resolved(first.getValue(), first.getKey());
    }
    Commit head = fake.branches.get(ref);
    if (head != null) {
      return new Resolved(head, ref);
    }
    List<Commit> matching =
        fake.trees.keySet().stream()
            .filter(commit -> ref.length() >= 7 && commit.id().startsWith(ref))
            .toList();
    if (matching.size() != 1) {
      throw new SigilException(
          ErrorCode.SOURCE_NOT_FOUND, "The repository has no branch, tag or commit of this name.");
    }
    return new Resolved(matching.getFirst(), branchOf(fake, matching.getFirst()));
  }

  @Override
  public synchronized SourceTree fetch(Repository repository, Commit commit, SourceLimits limits) {
    MemorySourceTree tree = fake(repository).trees.get(commit);
    if (tree == null) {
      throw new SigilException(ErrorCode.SOURCE_NOT_FOUND, "The repository has no such commit.");
    }
    List<SourceTree.Entry> files = tree.files();
    long total = files.stream().mapToLong(SourceTree.Entry::size).sum();
    boolean fits =
        files.size() <= limits.maxFiles()
            && total <= limits.maxTotalBytes()
            && files.stream().allMatch(file -> fits(file, limits));
    if (!fits) {
      throw new SigilException(ErrorCode.SOURCE_TOO_LARGE, "The repository is too large.");
    }
    return tree.reopened();
  }

  @Override
  public synchronized Optional<Set<String>> changes(Repository repository, Commit from, Commit to) {
    Fake fake = fake(repository);
    MemorySourceTree before = fake.trees.get(from);
    MemorySourceTree after = fake.trees.get(to);
    if (before == null || after == null) {
      return Optional.empty();
    }
    Map<String, byte[]> old = before.contents();
    Map<String, byte[]> now = after.contents();
    return Optional.of(
        Stream.concat(old.keySet().stream(), now.keySet().stream())
            .filter(path -> !Arrays.equals(old.get(path), now.get(path)))
            .collect(Collectors.toSet()));
  }

  private static boolean fits(SourceTree.Entry file, SourceLimits limits) {
    long depth = file.path().chars().filter(c -> c == '/').count();
    return file.size() <= limits.maxFileBytes() && depth <= limits.maxDepth();
  }

  private static String branchOf(Fake fake, Commit commit) {
    return fake.branches.entrySet().stream()
        .filter(branch -> branch.getValue().equals(commit))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("");
  }

  private Fake fake(Repository repository) {
    if (unreachable.contains(repository)) {
      throw new TransientException("the repository's host does not answer");
    }
    Fake fake = repositories.get(repository);
    if (fake == null) {
      throw new SigilException(ErrorCode.SOURCE_NOT_FOUND, "There is no repository there.");
    }
    return fake;
  }
}
