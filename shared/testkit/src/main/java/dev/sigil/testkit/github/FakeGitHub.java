package dev.sigil.testkit.github;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import dev.sigil.core.source.Commit;
import dev.sigil.testkit.github.Call.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.PublicKey;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * GitHub with an App and its installations. Each request is checked against GitHub's own
 * description of its API and against the App's permissions, and each answer is made from GitHub's
 * own example of it; what does not fit fails the test at {@link #close}. Thread-safe.
 */
public final class FakeGitHub implements AutoCloseable {
  /**
   * The App that calls.
   *
   * @param permissions what its manifest asks for, and every installation granted
   */
  public record App(String id, PublicKey key, Map<String, String> permissions) {
    public App {
      permissions = Map.copyOf(permissions);
    }

    /** An App that reads repositories. */
    public App(String id, PublicKey key) {
      this(id, key, Map.of("contents", "read", "metadata", "read"));
    }
  }

  private final HttpServer server;
  private final Ledger ledger;
  private final Tokens tokens;
  private final Map<String, FakeRepository> repositories = new LinkedHashMap<>();
  private final Map<String, Long> installations = new HashMap<>();
  private final Map<Long, Map<String, String>> granted = new HashMap<>();
  private final CheckResource checks;
  private final DeploymentResource deployments;
  private final CommentResource comments;
  private final PullResource pulls;
  private final DeliveryResource deliveries;
  private final Deque<Fault> faults = new ArrayDeque<>();
  private Function<String, Optional<Fault>> weather = request -> Optional.empty();

  private FakeGitHub(@Nullable App app, InstantSource clock) {
    this.ledger = new Ledger(clock);
    this.tokens = new Tokens(app, clock);
    Routes routes = new Routes();
    checks = new CheckResource(this);
    deployments = new DeploymentResource(this);
    comments = new CommentResource(this);
    pulls = new PullResource(this);
    pulls.add(routes);
    deliveries = new DeliveryResource(this);
    checks.add(routes);
    deployments.add(routes);
    comments.add(routes);
    deliveries.add(routes);
    new RepositoryResource(this).add(routes);
    new ChangeResource(this).add(routes);
    if (app != null) {
      new AppResource(this, app, tokens).add(routes);
    }
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", new Exchange(this, routes, ledger, tokens));
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /** A GitHub on a free port; without an App it knows anonymous callers only. */
  public static FakeGitHub start(@Nullable App app, InstantSource clock) {
    return new FakeGitHub(app, clock);
  }

  /** Shows what its webhook delivered; without it the App has no webhook. */
  public synchronized FakeGitHub hooks(FakeHookDeliveries list) {
    deliveries.show(list);
    return this;
  }

  /** The base address of the API, and of the repositories too. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The address that a clone would use. */
  public String cloneAddress(String owner, String name) {
    return address() + "/" + owner + "/" + name + ".git";
  }

  /** Makes a repository; a {@code hidden} one is seen by the App's installation only. */
  public synchronized FakeRepository create(String owner, String name, boolean hidden) {
    FakeRepository repository = new FakeRepository(repositories.size() + 1, owner, name, hidden);
    repositories.put(owner + "/" + name, repository);
    return repository;
  }

  /** Installs the App on all repositories of an account and returns the installation's number. */
  public synchronized long install(String owner) {
    return installations.computeIfAbsent(owner, any -> 1_000L + installations.size());
  }

  /** What an account has granted, where it has not accepted all that the App asks for. */
  public synchronized void grant(String owner, Map<String, String> permissions) {
    granted.put(install(owner), Map.copyOf(permissions));
    tokens.revoke();
  }

  Map<String, String> granted(long installation, App app) {
    return granted.getOrDefault(installation, app.permissions());
  }

  /** The check runs, as GitHub tells them. */
  public synchronized List<JsonNode> checkRuns() {
    return checks.runs();
  }

  /** The annotations of a check run, the first first. */
  public synchronized List<JsonNode> annotations(long checkRun) {
    return checks.annotations(checkRun);
  }

  /** The commit statuses, the first first. */
  public synchronized List<JsonNode> statuses() {
    return checks.statuses();
  }

  /** Each deployment's last status, with its environment. */
  public synchronized List<JsonNode> deploymentStates() {
    return deployments.states();
  }

  /** The texts of a pull request's comments, the oldest first. */
  public synchronized List<String> comments(int pullRequest) {
    return comments.texts(pullRequest);
  }

  /** Lets a person comment. */
  public synchronized void comment(
      String owner, String name, int pullRequest, String login, String text) {
    comments.write(find(owner, name).orElseThrow(), pullRequest, login, text);
  }

  /** Lets a pull request be open or closed, with that head. */
  public synchronized void pull(
      FakeRepository repository, int number, Commit head, boolean open, boolean merged) {
    pulls.set(repository, number, head, open, merged);
  }

  /** Gives a person a permission on every repository, such as {@code write}. */
  public synchronized void permit(String login, String permission) {
    comments.permit(login, permission);
  }

  /** Takes every token back, as when an installation is suspended. */
  public synchronized void revokeTokens() {
    tokens.revoke();
  }

  /** Answers the next request with a status and headers. */
  public void refuse(int status, Map<String, String> headers) {
    fail(Fault.answering(status, headers));
  }

  /** Lets the next request go wrong. */
  public synchronized void fail(Fault fault) {
    faults.add(fault);
  }

  /** From now on decides of each request, given as method and path, whether it goes wrong. */
  public synchronized void failing(Function<String, Optional<Fault>> rule) {
    weather = rule;
  }

  synchronized Optional<Fault> fault(String request) {
    return faults.isEmpty() ? weather.apply(request) : Optional.of(faults.remove());
  }

  /** Method and path of each request so far. */
  public List<String> requests() {
    return ledger.requests();
  }

  /** What was wrong with requests so far. */
  public List<String> violations() {
    return ledger.violations();
  }

  /** The least permissions that the requests so far needed. */
  public Map<String, String> permissionsUsed() {
    return ledger.permissions();
  }

  /** How many requests of an account's hourly limit an installation has left. */
  public int remaining(long installation) {
    Caller caller = new Caller.Installed(installation, "", Map.of());
    return Integer.parseInt(ledger.headers(caller).getOrDefault("X-RateLimit-Remaining", "0"));
  }

  /** As {@link #remaining(long)}, of whoever asks without a token. */
  public int remaining() {
    return Integer.parseInt(
        ledger.headers(new Caller.Anonymous()).getOrDefault("X-RateLimit-Remaining", "0"));
  }

  void violation(Call call, String problem) {
    ledger.violation(call.operation().name(), problem);
  }

  /** By its present name, else by the one it was made with. */
  Optional<FakeRepository> find(String owner, String name) {
    return repositories.values().stream()
        .filter(found -> found.owner().equals(owner) && found.name().equals(name))
        .findFirst()
        .or(() -> Optional.ofNullable(repositories.get(owner + "/" + name)));
  }

  Optional<FakeRepository> find(long id) {
    return repositories.values().stream().filter(found -> found.id() == id).findFirst();
  }

  /** The repository that a request names, if its sender may know of it. */
  FakeRepository visible(Call call) {
    return find(call.path("owner"), call.path("repo"))
        .filter(found -> !found.hidden() || sees(call.caller(), found))
        .orElseThrow(() -> Reply.refused(404, "Not Found"));
  }

  boolean sees(Caller caller, FakeRepository repository) {
    return caller instanceof Caller.Installed installed
        && installed.owner().equals(repository.owner());
  }

  Optional<Long> installation(String owner) {
    return Optional.ofNullable(installations.get(owner));
  }

  Optional<String> owner(long installation) {
    return installations.entrySet().stream()
        .filter(found -> found.getValue() == installation)
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The number of an account. */
  long account(String owner) {
    return 1_000_000L + (owner.hashCode() & 0xfffff);
  }

  boolean covers(long installation, FakeRepository repository) {
    return owner(installation).filter(repository.owner()::equals).isPresent();
  }

  List<FakeRepository> coveredBy(long installation) {
    return repositories.values().stream()
        .filter(repository -> covers(installation, repository))
        .sorted(Comparator.comparingLong(FakeRepository::id))
        .toList();
  }

  ObjectNode describe(ObjectNode body, FakeRepository repository) {
    String full = repository.owner() + "/" + repository.name();
    body.put("id", repository.id())
        .put("name", repository.name())
        .put("full_name", full)
        .put("private", repository.hidden())
        .put("archived", repository.archived())
        .put("default_branch", "main")
        .put("pushed_at", repository.pushedAt().toString())
        .put("html_url", address() + "/" + full)
        .put("clone_url", cloneAddress(repository.owner(), repository.name()))
        .put("url", address() + "/repos/" + full);
    body.withObject("/owner")
        .put("login", repository.owner())
        .put("id", account(repository.owner()))
        .put("type", "Organization");
    return body;
  }

  /** Stops, and fails when a request was wrong. */
  @Override
  public void close() {
    server.stop(0);
    assertThat(ledger.violations()).as("requests that GitHub would not take").isEmpty();
  }
}
