package dev.sigil.testkit.codehost;

import dev.sigil.core.Digests;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.codehost.CodeHost;
import dev.sigil.core.codehost.CoveredRepositories;
import dev.sigil.core.codehost.PullRequests;
import dev.sigil.core.codehost.Reports;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import dev.sigil.testkit.source.MemorySourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Repositories that installations cover, in memory. Thread-safe. */
public final class FakeCoveredRepositories implements CoveredRepositories {
  private record Kept(long installation, Covered covered, Commit head, MemorySourceTree tree) {}

  private final Map<String, Kept> repositories = new LinkedHashMap<>();
  private final Map<String, List<Addition>> proposed = new LinkedHashMap<>();

  /** Puts a commit of a repository on its branch {@code main}. */
  public synchronized void push(long installation, String fullName, MemorySourceTree tree) {
    Kept before = repositories.get(fullName);
    long id = before == null ? repositories.size() + 1L : before.covered().id();
    Instant at = before == null ? Instant.EPOCH : before.covered().pushedAt().plusSeconds(1);
    String url = "https://github.com/" + fullName + ".git";
    Covered covered = new Covered(id, fullName, url, true, false, "main", at);
    Commit head = new Commit(Digests.sha256Hex(fullName + at).substring(0, 40));
    repositories.put(fullName, new Kept(installation, covered, head, tree));
  }

  /** What was proposed so far. */
  public synchronized List<Addition> additions() {
    return proposed.values().stream().flatMap(List::stream).toList();
  }

  /** A host that has these repositories, and shows nothing. */
  public CodeHost host() {
    return new CodeHost() {
      @Override
      public boolean covers(Repository repository) {
        return false;
      }

      @Override
      public Reports reports() {
        return CodeHost.NONE.reports();
      }

      @Override
      public PullRequests pullRequests() {
        return CodeHost.NONE.pullRequests();
      }

      @Override
      public CoveredRepositories repositories() {
        return FakeCoveredRepositories.this;
      }
    };
  }

  @Override
  public synchronized Part list(long installation, int page, int size) {
    List<Covered> all =
        repositories.values().stream()
            .filter(kept -> kept.installation() == installation)
            .map(Kept::covered)
            .toList();
    return new Part(all.stream().skip((page - 1L) * size).limit(size).toList(), all.size());
  }

  @Override
  public Covered get(long installation, String fullName) {
    return kept(installation, fullName).covered();
  }

  private synchronized Kept kept(long installation, String fullName) {
    return Optional.ofNullable(repositories.get(fullName))
        .filter(kept -> kept.installation() == installation)
        .orElseThrow(FakeCoveredRepositories::unknown);
  }

  @Override
  public Optional<Commit> head(long installation, String fullName, String branch) {
    return Optional.of(kept(installation, fullName))
        .filter(kept -> branch.equals("main"))
        .map(Kept::head);
  }

  @Override
  public Files files(long installation, String fullName, Commit commit) {
    Kept kept = kept(installation, fullName);
    if (!kept.head().equals(commit)) {
      throw unknown();
    }
    return new Files(
        kept.tree().files().stream()
            .map(file -> new File(file.path(), file.size(), file.executable(), file.path()))
            .toList(),
        true);
  }

  /* A file is named by its path, which stands for its content. */
  @Override
  public byte[] read(long installation, String fullName, String content, int maxBytes) {
    MemorySourceTree tree = kept(installation, fullName).tree();
    long size =
        tree.files().stream()
            .filter(file -> file.path().equals(content))
            .findFirst()
            .orElseThrow(FakeCoveredRepositories::unknown)
            .size();
    if (size > maxBytes) {
      throw new SigilException(
          ErrorCode.SOURCE_TOO_LARGE, "A file is larger than " + maxBytes + " bytes.");
    }
    try {
      return tree.read(content, maxBytes).orElseThrow(FakeCoveredRepositories::unknown);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SigilException unknown() {
    return new SigilException(
        ErrorCode.SOURCE_NOT_FOUND, "There is no such repository, commit or file for Sigil.");
  }

  @Override
  public synchronized Proposal propose(long installation, Covered repository, Addition addition) {
    kept(installation, repository.fullName());
    List<Addition> here =
        proposed.computeIfAbsent(repository.fullName(), name -> new ArrayList<>());
    int earlier = here.stream().map(Addition::branch).toList().indexOf(addition.branch());
    if (earlier < 0) {
      here.add(addition);
    }
    int number = earlier < 0 ? here.size() : earlier + 1;
    String url = "https://github.com/" + repository.fullName() + "/pull/" + number;
    return new Proposal(number, url, Proposal.State.OPEN, earlier < 0);
  }
}
