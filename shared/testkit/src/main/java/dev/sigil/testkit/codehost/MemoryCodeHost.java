package dev.sigil.testkit.codehost;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.codehost.CheckRun;
import dev.sigil.core.codehost.CodeHost;
import dev.sigil.core.codehost.CommitStatus;
import dev.sigil.core.codehost.EnvironmentDeployment;
import dev.sigil.core.codehost.PullRequests;
import dev.sigil.core.codehost.Reports;
import dev.sigil.core.source.Repository;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A code host that covers every repository and shows what it was told. Thread-safe. */
public final class MemoryCodeHost implements CodeHost, Reports, PullRequests {
  /** What an account grants. */
  public enum Grant {
    CHECKS,
    STATUSES,
    DEPLOYMENTS,
    COMMENTS
  }

  /** A comment on a pull request. */
  public record Comment(int pullRequest, String text) {}

  private final FakeCoveredRepositories covered = new FakeCoveredRepositories();
  private final Set<Grant> refused = EnumSet.noneOf(Grant.class);
  private final Set<String> writers = new HashSet<>();
  private final Deque<RuntimeException> failures = new ArrayDeque<>();
  private final Map<Long, CheckRun> checks = new TreeMap<>();
  private final Map<Long, EnvironmentDeployment> deployments = new TreeMap<>();
  private final Map<Long, Comment> comments = new TreeMap<>();
  private final Map<Integer, PullRequest> pulls = new TreeMap<>();
  private final Map<Integer, Set<String>> changed = new TreeMap<>();
  private final List<CheckRun> history = new ArrayList<>();
  private final List<CommitStatus> statuses = new ArrayList<>();
  private Runnable before = () -> {};

  /** The account takes a grant back. */
  public synchronized void refuse(Grant grant) {
    refused.add(grant);
  }

  /** Lets the next calls fail, one after the other. */
  public synchronized void fail(RuntimeException... with) {
    failures.addAll(List.of(with));
  }

  /** Lets a person push. */
  public synchronized void write(String login) {
    writers.add(login);
  }

  /** Does something in the middle of the next call. */
  public synchronized void interrupt(Runnable work) {
    before = work;
  }

  /** The check runs, by number, as they are. */
  public synchronized List<CheckRun> checks() {
    return List.copyOf(checks.values());
  }

  /** Every check run that was shown, in order. */
  public synchronized List<CheckRun> history() {
    return List.copyOf(history);
  }

  /** The statuses, in order. */
  public synchronized List<CommitStatus> statuses() {
    return List.copyOf(statuses);
  }

  /** The deployments, by number, as they are. */
  public synchronized List<EnvironmentDeployment> deployments() {
    return List.copyOf(deployments.values());
  }

  /** The comments, by number, as they are. */
  public synchronized List<Comment> comments() {
    return List.copyOf(comments.values());
  }

  @Override
  public boolean covers(Repository repository) {
    return true;
  }

  @Override
  public Reports reports() {
    return this;
  }

  @Override
  public PullRequests pullRequests() {
    return this;
  }

  /** Which of them an installation covers. */
  @Override
  public FakeCoveredRepositories repositories() {
    return covered;
  }

  @Override
  public long show(Repository repository, CheckRun check) {
    enter(Grant.CHECKS);
    synchronized (this) {
      long number =
          Optional.ofNullable(check.number())
              .or(
                  () ->
                      checks.entrySet().stream()
                          .filter(found -> same(found.getValue(), check))
                          .map(Map.Entry::getKey)
                          .findFirst())
              .orElseGet(() -> 1L + checks.size());
      checks.put(number, check);
      history.add(check);
      return number;
    }
  }

  private static boolean same(CheckRun one, CheckRun other) {
    return one.commit().equals(other.commit())
        && one.name().equals(other.name())
        && one.key().equals(other.key());
  }

  @Override
  public void show(Repository repository, CommitStatus status) {
    enter(Grant.STATUSES);
    synchronized (this) {
      statuses.add(status);
    }
  }

  @Override
  public long show(Repository repository, EnvironmentDeployment deployment) {
    enter(Grant.DEPLOYMENTS);
    synchronized (this) {
      long number =
          Optional.ofNullable(deployment.number())
              .or(
                  () ->
                      deployments.entrySet().stream()
                          .filter(found -> found.getValue().key().equals(deployment.key()))
                          .map(Map.Entry::getKey)
                          .findFirst())
              .orElseGet(() -> 1L + deployments.size());
      deployments.put(number, deployment);
      return number;
    }
  }

  @Override
  public long comment(
      Repository repository, int pullRequest, String marker, String text, @Nullable Long number) {
    enter(Grant.COMMENTS);
    synchronized (this) {
      long found =
          Optional.ofNullable(number)
              .filter(comments::containsKey)
              .or(
                  () ->
                      comments.entrySet().stream()
                          .filter(known -> known.getValue().pullRequest() == pullRequest)
                          .filter(known -> known.getValue().text().startsWith(marker))
                          .map(Map.Entry::getKey)
                          .findFirst())
              .orElseGet(() -> 1L + comments.size());
      comments.put(found, new Comment(pullRequest, marker + "\n" + text));
      return found;
    }
  }

  /** Lets a pull request be as it is given, with the files that it changes. */
  public synchronized void pull(int number, PullRequest pull, String... files) {
    pulls.put(number, pull);
    changed.put(number, Set.of(files));
  }

  @Override
  public synchronized Optional<PullRequest> find(Repository repository, int pullRequest) {
    return Optional.ofNullable(pulls.get(pullRequest));
  }

  @Override
  public synchronized Optional<Set<String>> files(Repository repository, int pullRequest) {
    return Optional.ofNullable(changed.get(pullRequest));
  }

  @Override
  public synchronized boolean mayWrite(Repository repository, String login) {
    return writers.contains(login);
  }

  private void enter(Grant grant) {
    Runnable work;
    synchronized (this) {
      work = before;
      before = () -> {};
    }
    work.run();
    synchronized (this) {
      if (!failures.isEmpty()) {
        throw Objects.requireNonNull(failures.poll());
      }
      if (refused.contains(grant)) {
        throw new SigilException(ErrorCode.FORBIDDEN, "The account does not grant " + grant + ".");
      }
    }
  }
}
