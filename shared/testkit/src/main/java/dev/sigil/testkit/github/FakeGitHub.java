package dev.sigil.testkit.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sigil.core.json.Json;
import dev.sigil.core.source.Commit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of GitHub's REST API that reads repositories, with an App and its installations. An
 * unknown path, a wrong token and a token without the permission are refused as GitHub does.
 * Thread-safe.
 */
public final class FakeGitHub implements AutoCloseable {
  private static final Duration TOKEN_LIFE = Duration.ofHours(1);
  private static final Duration LONGEST_JWT = Duration.ofMinutes(10);
  private static final Pattern REPOSITORY =
      Pattern.compile("/repos/([A-Za-z0-9-]+)/([A-Za-z0-9._-]+)(/.*)?");
  private static final Pattern BY_ID = Pattern.compile("/repositories/(\\d+)(/.*)?");
  private static final Pattern ACCESS = Pattern.compile("/app/installations/(\\d+)/access_tokens");

  /** The App that calls. */
  public record App(String id, PublicKey key) {}

  private record Token(long installation, Instant expires) {}

  private record Refusal(int status, Map<String, String> headers) {}

  private static final class Stop extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;
    private final String message;
    private final transient Map<String, String> headers;

    Stop(int status, String message, Map<String, String> headers) {
      super(message);
      this.status = status;
      this.message = message;
      this.headers = headers;
    }
  }

  private final HttpServer server;
  private final @Nullable App app;
  private final InstantSource clock;
  private final Map<String, FakeRepository> repositories = new HashMap<>();
  private final Map<String, Long> installations = new HashMap<>();
  private final Map<String, Token> tokens = new HashMap<>();
  private final Deque<Refusal> refusals = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();

  private FakeGitHub(@Nullable App app, InstantSource clock) {
    this.app = app;
    this.clock = clock;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /** A GitHub on a free port; without an App it knows anonymous callers only. */
  public static FakeGitHub start(@Nullable App app, InstantSource clock) {
    return new FakeGitHub(app, clock);
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

  /** Installs the App on an account. */
  public synchronized void install(String owner) {
    installations.put(owner, 1_000L + installations.size());
  }

  /** Takes every token back, as when an installation is suspended. */
  public synchronized void revokeTokens() {
    tokens.clear();
  }

  /** Answers the next request with a status and headers. */
  public synchronized void refuse(int status, Map<String, String> headers) {
    refusals.add(new Refusal(status, headers));
  }

  /** Method and path of each request so far. */
  public synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] request = exchange.getRequestBody().readAllBytes();
      try {
        respond(exchange, 200, answer(exchange, request), Map.of());
      } catch (Stop e) {
        byte[] body = Json.bytes(Json.object().put("message", e.message));
        respond(exchange, e.status, body, e.headers);
      }
    }
  }

  private static void respond(
      HttpExchange exchange, int status, byte[] body, Map<String, String> headers)
      throws IOException {
    boolean archive = body.length > 1 && body[0] == 0x1f;
    exchange
        .getResponseHeaders()
        .set("Content-Type", archive ? "application/x-gzip" : "application/json; charset=utf-8");
    headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private synchronized byte[] answer(HttpExchange exchange, byte[] body) {
    String raw = exchange.getRequestURI().getRawPath();
    String path = URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    requests.add(exchange.getRequestMethod() + " " + path);
    Refusal refusal = refusals.poll();
    if (refusal != null) {
      throw new Stop(refusal.status(), "refused", refusal.headers());
    }
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (exchange.getRequestMethod().equals("POST")) {
      return access(path, authorization, body);
    }
    if (!exchange.getRequestMethod().equals("GET")) {
      throw stop(404, "Not Found");
    }
    if (path.equals("/app")) {
      return Json.bytes(Json.object().put("id", 1).put("slug", own(authorization).id()));
    }
    return read(path, authorization);
  }

  private byte[] read(String path, @Nullable String authorization) {
    Matcher byId = BY_ID.matcher(path);
    if (byId.matches()) {
      FakeRepository found =
          repositories.values().stream()
              .filter(repository -> repository.id() == Long.parseLong(byId.group(1)))
              .findFirst()
              .orElseThrow(() -> stop(404, "Not Found"));
      return read(found, String.valueOf(byId.group(2)).replace("null", ""), authorization);
    }
    Matcher matcher = REPOSITORY.matcher(path);
    if (!matcher.matches()) {
      throw stop(404, "Not Found");
    }
    FakeRepository found = find(matcher.group(1), matcher.group(2));
    String rest = matcher.group(3) == null ? "" : matcher.group(3);
    if (rest.equals("/installation")) {
      own(authorization);
      return installation(matcher.group(1), found);
    }
    if (found == null || !visible(found, authorization)) {
      throw stop(404, "Not Found");
    }
    if (!found.name().equals(matcher.group(2))) {
      throw new Stop(
          301,
          "Moved Permanently",
          Map.of("Location", address() + "/repositories/" + found.id() + rest));
    }
    return read(found, rest, authorization);
  }

  /* By its present name, else by the one it was made with. */
  private @Nullable FakeRepository find(String owner, String name) {
    return repositories.values().stream()
        .filter(found -> found.owner().equals(owner) && found.name().equals(name))
        .findFirst()
        .orElseGet(() -> repositories.get(owner + "/" + name));
  }

  private byte[] installation(String owner, @Nullable FakeRepository repository) {
    Long id = installations.get(owner);
    if (id == null || repository == null) {
      throw stop(404, "Not Found");
    }
    return Json.bytes(
        Json.object()
            .put("id", id)
            .put("access_tokens_url", address() + "/app/installations/" + id + "/access_tokens"));
  }

  private byte[] access(String path, @Nullable String authorization, byte[] body) {
    Matcher matcher = ACCESS.matcher(path);
    own(authorization);
    JsonNode permissions = Json.parse(body).path("permissions");
    if (!matcher.matches() || !installations.containsValue(Long.valueOf(matcher.group(1)))) {
      throw stop(404, "Not Found");
    }
    if (permissions.size() != 1 || !permissions.path("contents").asText().equals("read")) {
      throw stop(422, "The permissions requested are not granted to this installation.");
    }
    String token = "ghs_" + (tokens.size() + 1) + "x".repeat(32);
    Instant expires = clock.instant().plus(TOKEN_LIFE);
    tokens.put(token, new Token(Long.parseLong(matcher.group(1)), expires));
    return Json.bytes(
        Json.object()
            .put("token", token)
            .put("expires_at", expires.toString())
            .set("permissions", permissions));
  }

  private boolean visible(FakeRepository repository, @Nullable String authorization) {
    if (authorization == null) {
      return !repository.hidden();
    }
    Token token = tokens.get(authorization.replaceFirst("^(?i)(bearer|token) ", ""));
    if (token == null || !clock.instant().isBefore(token.expires())) {
      throw stop(401, "Bad credentials");
    }
    Long installation = installations.get(repository.owner());
    return !repository.hidden() || Long.valueOf(token.installation()).equals(installation);
  }

  private byte[] read(FakeRepository repository, String rest, @Nullable String authorization) {
    if (!visible(repository, authorization)) {
      throw stop(404, "Not Found");
    }
    if (rest.isEmpty()) {
      return Json.bytes(description(repository));
    }
    if (rest.startsWith("/git/ref/") || rest.startsWith("/git/refs/")) {
      return Json.bytes(ref(repository, rest.substring(rest.indexOf('/', 5) + 1)));
    }
    if (rest.startsWith("/git/tags/")) {
      return Json.bytes(
          Json.object().set("object", object("commit", rest.substring("/git/tags/f".length()))));
    }
    if (rest.endsWith("/branches-where-head")) {
      return Json.bytes(heads(repository, rest.split("/", -1)[2]));
    }
    if (rest.startsWith("/commits/")) {
      Commit commit =
          repository
              .commit(rest.substring("/commits/".length()))
              .orElseThrow(() -> stop(422, "No commit found for SHA"));
      return Json.bytes(Json.object().put("sha", commit.id()));
    }
    if (rest.startsWith("/tarball/")) {
      return redirect(repository, rest.substring("/tarball/".length()));
    }
    if (rest.startsWith("/codeload/")) {
      return repository.archive(new Commit(rest.substring("/codeload/".length())));
    }
    throw stop(404, "Not Found");
  }

  private byte[] redirect(FakeRepository repository, String id) {
    Commit commit =
        Optional.of(id)
            .filter(text -> text.length() == 40)
            .flatMap(repository::commit)
            .orElseThrow(() -> stop(404, "Not Found"));
    throw new Stop(
        302,
        "Found",
        Map.of("Location", address() + "/repositories/" + repository.id() + "/codeload/" + commit));
  }

  private ObjectNode description(FakeRepository repository) {
    String full = repository.owner() + "/" + repository.name();
    ObjectNode body =
        Json.object()
            .put("id", repository.id())
            .put("name", repository.name())
            .put("full_name", full)
            .put("private", repository.hidden())
            .put("default_branch", "main")
            .put("url", address() + "/repos/" + full);
    body.putObject("owner").put("login", repository.owner()).put("type", "Organization");
    return body;
  }

  private static ObjectNode ref(FakeRepository repository, String name) {
    if (repository.branches().isEmpty()) {
      throw stop(409, "Git Repository is empty.");
    }
    int slash = name.indexOf('/');
    String leaf = name.substring(slash + 1);
    boolean tag = name.startsWith("tags/");
    Commit commit = (tag ? repository.tags() : repository.branches()).get(leaf);
    if (commit == null || !(tag || name.startsWith("heads/"))) {
      throw stop(404, "Not Found");
    }
    ObjectNode ref = Json.object().put("ref", "refs/" + name);
    return ref.set("object", tag ? object("tag", "f" + commit) : object("commit", commit.id()));
  }

  private static ObjectNode object(String type, String sha) {
    return Json.object().put("type", type).put("sha", sha);
  }

  private static ArrayNode heads(FakeRepository repository, String id) {
    ArrayNode heads = Json.object().putArray("heads");
    repository
        .branches()
        .forEach(
            (branch, commit) -> {
              if (commit.id().equals(id)) {
                heads.addObject().put("name", branch).putObject("commit").put("sha", id);
              }
            });
    return heads;
  }

  /* GitHub takes a JWT of the App that was issued in the past and lives ten minutes at most. */
  private App own(@Nullable String authorization) {
    String[] parts = String.valueOf(authorization).replaceFirst("^Bearer ", "").split("\\.", -1);
    if (app == null || parts.length != 3) {
      throw stop(401, "A JSON web token could not be decoded");
    }
    JsonNode claims = Json.parse(Base64.getUrlDecoder().decode(parts[1]));
    Instant issued = Instant.ofEpochSecond(claims.path("iat").asLong());
    Instant expires = Instant.ofEpochSecond(claims.path("exp").asLong());
    boolean current =
        claims.path("iss").asText().equals(app.id())
            && !issued.isAfter(clock.instant())
            && clock.instant().isBefore(expires)
            && expires.isBefore(clock.instant().plus(LONGEST_JWT));
    if (!current || !signed(app.key(), parts)) {
      throw stop(401, "'Expiration time' claim ('exp') or signature is wrong");
    }
    return app;
  }

  private static boolean signed(PublicKey key, String[] parts) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(key);
      signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
      return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static Stop stop(int status, String message) {
    return new Stop(status, message, Map.of());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
