package dev.sigil.functions.consoleapi;

import dev.sigil.builder.Planner;
import dev.sigil.core.TransientException;
import dev.sigil.core.codehost.CoveredRepositories;
import dev.sigil.core.codehost.CoveredRepositories.Covered;
import dev.sigil.core.codehost.CoveredRepositories.File;
import dev.sigil.core.codehost.CoveredRepositories.Files;
import dev.sigil.core.json.Json;
import dev.sigil.core.source.Commit;
import dev.sigil.core.store.DocumentStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether repositories hold an MCP server, at a glance: four requests to the code host for one that
 * changed at most, none for one that did not. Thread-safe.
 */
final class McpStatuses {
  static final String COLLECTION = "githubMcpStatuses";

  /* GitHub wants fewer than a hundred at once, and its function's neighbours want some of them. */
  private static final int AT_ONCE = 8;
  private static final int MAX_READS = 2;
  private static final int MAX_FOLDERS = 50;
  private static final Pattern DECLARING =
      Pattern.compile("(.*/)?(mcp\\.yaml|server\\.json|smithery\\.yaml)");
  private static final Pattern MARKING =
      Pattern.compile(
          "(package\\.json|pyproject\\.toml|requirements\\.txt|go\\.mod|pom\\.xml"
              + "|build\\.gradle(\\.kts)?)");

  private final CoveredRepositories repositories;
  private final DocumentStore store;
  private final Planner planner = new Planner();

  McpStatuses(CoveredRepositories repositories, DocumentStore store) {
    this.repositories = repositories;
    this.store = store;
  }

  /**
   * A repository's status.
   *
   * @param status {@code manifest} with an mcp.yaml, {@code detected} with something else that
   *     tells, {@code none}, {@code empty} without a commit, {@code unknown} when it takes a closer
   *     look, {@code unavailable} when the code host does not answer now
   * @param folders that hold a server; the empty string is the root
   */
  record Status(String status, List<String> folders, @Nullable Commit commit) {
    static Status of(String status) {
      return new Status(status, List.of(), null);
    }
  }

  private record Kept(Instant pushedAt, String branch, Status status) {}

  /** The repositories' statuses, in their order. */
  List<Status> of(long installation, List<Covered> covered) {
    Semaphore places = new Semaphore(AT_ONCE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Status>> looks = new ArrayList<>();
      covered.forEach(repository -> looks.add(() -> look(places, installation, repository)));
      List<Status> statuses = new ArrayList<>();
      for (Future<Status> look : threads.invokeAll(looks)) {
        statuses.add(look.get());
      }
      return statuses;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientException("interrupted while the code host was asked", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    }
  }

  private Status look(Semaphore places, long installation, Covered repository)
      throws InterruptedException {
    places.acquire();
    try {
      return status(installation, repository);
    } catch (TransientException e) {
      return Status.of("unavailable");
    } finally {
      places.release();
    }
  }

  private Status status(long installation, Covered repository) {
    String id = Long.toString(repository.id());
    Optional<Kept> kept = store.get(COLLECTION, id).map(found -> found.as(Kept.class));
    if (kept.filter(found -> holds(found, repository)).isPresent()) {
      return kept.get().status();
    }
    String branch = repository.defaultBranch();
    Optional<Commit> head = repositories.head(installation, repository.fullName(), branch);
    Status status =
        head.map(
                commit ->
                    kept.map(Kept::status)
                        .filter(found -> commit.equals(found.commit()))
                        .orElseGet(() -> detect(installation, repository, commit)))
            .orElseGet(() -> Status.of("empty"));
    Kept fresh = new Kept(repository.pushedAt(), branch, status);
    store.transact(
        tx -> {
          tx.put(COLLECTION, id, Json.tree(fresh));
          return fresh;
        });
    return status;
  }

  private static boolean holds(Kept kept, Covered repository) {
    return kept.pushedAt().equals(repository.pushedAt())
        && kept.branch().equals(repository.defaultBranch());
  }

  private Status detect(long installation, Covered repository, Commit commit) {
    Files files = repositories.files(installation, repository.fullName(), commit);
    List<File> declaring =
        files.files().stream().filter(file -> DECLARING.matcher(file.path()).matches()).toList();
    List<File> marking =
        files.files().stream().filter(file -> MARKING.matcher(name(file)).matches()).toList();
    List<File> seen = new ArrayList<>(declaring);
    if (declaring.isEmpty()) {
      marking.stream()
          .sorted(Comparator.comparingInt(McpStatuses::depth).thenComparing(File::path))
          .limit(MAX_READS)
          .forEach(seen::add);
    }
    List<String> folders =
        planner
            .folders(
                new RemoteTree(repositories, installation, repository.fullName(), seen, MAX_READS))
            .stream()
            .limit(MAX_FOLDERS)
            .toList();
    boolean manifest = declaring.stream().anyMatch(file -> name(file).equals("mcp.yaml"));
    boolean all = files.complete() && marking.size() <= MAX_READS;
    String status =
        folders.isEmpty() ? all ? "none" : "unknown" : manifest ? "manifest" : "detected";
    return new Status(status, folders, commit);
  }

  private static String name(File file) {
    return file.path().substring(file.path().lastIndexOf('/') + 1);
  }

  private static int depth(File file) {
    return (int) file.path().chars().filter(c -> c == '/').count();
  }
}
