package dev.sigil.testkit.github;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sigil.core.Digests;
import dev.sigil.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The part of GitHub that signs users in to an App: the web flow with PKCE, the device flow, and
 * what a user's token reads. It answers in the shapes of GitHub's documentation, most errors with
 * status 200. Thread-safe.
 */
public final class FakeGitHubSignIn implements AutoCloseable {
  private static final Duration CODE_LIFE = Duration.ofMinutes(10);
  private static final Duration DEVICE_LIFE = Duration.ofMinutes(15);
  private static final Duration TOKEN_LIFE = Duration.ofHours(8);
  private static final int INTERVAL = 5;

  /** The App: as GitHub shows it to its owner. */
  public record Client(String id, String secret, URI callback) {}

  private record User(long id, String login, @Nullable String name) {}

  private record Organization(long id, String login, Map<String, String> roles) {}

  private record Code(User user, URI redirect, String challenge, Instant ends) {}

  private record Token(User user, Instant ends) {}

  private static final class Device {
    private final String userCode;
    private final Instant ends;
    private int interval = INTERVAL;
    private @Nullable Instant polled;
    private @Nullable User user;
    private boolean denied;

    Device(String userCode, Instant ends) {
      this.userCode = userCode;
      this.ends = ends;
    }
  }

  private record Answer(int status, Object body) {}

  private final HttpServer server;
  private final Client client;
  private final InstantSource clock;
  private final Map<String, User> users = new HashMap<>();
  private final Map<String, Organization> organizations = new LinkedHashMap<>();
  private final List<String> installations = new ArrayList<>();
  private final Map<String, Code> codes = new HashMap<>();
  private final Map<String, Token> tokens = new HashMap<>();
  private final Map<String, Device> devices = new HashMap<>();
  private final List<Integer> refusals = new ArrayList<>();
  private int issued;

  private FakeGitHubSignIn(Client client, InstantSource clock) {
    this.client = client;
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

  /** A GitHub on a free port that knows one App. */
  public static FakeGitHubSignIn start(Client client, InstantSource clock) {
    return new FakeGitHubSignIn(client, clock);
  }

  /** The base address of the pages, and of the API too. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public synchronized void user(long id, String login, @Nullable String name) {
    users.put(login, new User(id, login, name));
  }

  /** Makes an organisation with the App installed. */
  public synchronized void organization(long id, String login) {
    organizations.put(login, new Organization(id, login, new HashMap<>()));
    installations.add(login);
  }

  /**
   * Makes a user a member, or no member.
   *
   * @param role {@code admin} or {@code member}; null takes the membership away
   */
  public synchronized void member(String organization, String login, @Nullable String role) {
    Map<String, String> roles = Objects.requireNonNull(organizations.get(organization)).roles();
    if (role == null) {
      roles.remove(login);
    } else {
      roles.put(login, role);
    }
  }

  /** Answers the next requests with these statuses. */
  public synchronized void refuse(Integer... statuses) {
    refusals.addAll(List.of(statuses));
  }

  /** A person confirms on the page; returns where GitHub sends the browser. */
  public synchronized String allow(String authorization, String login) {
    Map<String, String> query = authorized(authorization);
    String code = "code" + ++issued;
    codes.put(
        code,
        new Code(
            Objects.requireNonNull(users.get(login)),
            URI.create(query.getOrDefault("redirect_uri", "")),
            query.getOrDefault("code_challenge", ""),
            clock.instant().plus(CODE_LIFE)));
    return client.callback() + "?code=" + code + "&state=" + encode(query.get("state"));
  }

  /** A person says no on the page; returns where GitHub sends the browser. */
  public synchronized String deny(String authorization) {
    return client.callback()
        + "?error=access_denied&error_description=The+user+has+denied+your+application+access."
        + "&error_uri=https%3A%2F%2Fdocs.github.com%2Fapps%2Ftroubleshooting&state="
        + encode(authorized(authorization).get("state"));
  }

  /** A person enters the code that a terminal showed. */
  public synchronized void enter(String userCode, String login) {
    device(userCode).user = Objects.requireNonNull(users.get(login));
  }

  /** A person enters the code and says no. */
  public synchronized void refuseDevice(String userCode) {
    device(userCode).denied = true;
  }

  private Device device(String userCode) {
    return devices.values().stream()
        .filter(device -> device.userCode.equals(userCode))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no such code: " + userCode));
  }

  /* The page shows an error instead of a question when something is wrong. */
  private Map<String, String> authorized(String authorization) {
    URI page = URI.create(authorization);
    Map<String, String> query = parameters(page.getRawQuery());
    boolean right =
        authorization.startsWith(address() + "/login/oauth/authorize?")
            && client.id().equals(query.get("client_id"))
            && client.callback().toString().equals(query.get("redirect_uri"))
            && query.getOrDefault("code_challenge", "").matches("[A-Za-z0-9_-]{43}")
            && "S256".equals(query.get("code_challenge_method"))
            && query.containsKey("state");
    if (!right) {
      throw new AssertionError("GitHub would not ask the user: " + authorization);
    }
    return query;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Answer answer = answer(exchange, body);
      byte[] bytes = Json.bytes(answer.body());
      exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
      exchange.sendResponseHeaders(answer.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private synchronized Answer answer(HttpExchange exchange, String body) {
    if (!refusals.isEmpty()) {
      return new Answer(refusals.removeFirst(), Json.object().put("message", "refused"));
    }
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    return switch (request) {
      case "POST /login/oauth/access_token" -> new Answer(200, access(parameters(body)));
      case "POST /login/device/code" -> new Answer(200, startDevice(parameters(body)));
      default -> read(request, exchange.getRequestHeaders().getFirst("Authorization"));
    };
  }

  private ObjectNode access(Map<String, String> form) {
    if (!client.id().equals(form.get("client_id"))) {
      return error("incorrect_client_credentials");
    }
    return form.containsKey("grant_type") ? pollDevice(form) : exchangeCode(form);
  }

  private ObjectNode exchangeCode(Map<String, String> form) {
    if (!client.secret().equals(form.get("client_secret"))) {
      return error("incorrect_client_credentials");
    }
    Code code = codes.remove(form.getOrDefault("code", ""));
    if (code == null || !clock.instant().isBefore(code.ends())) {
      return error("bad_verification_code");
    }
    if (!code.redirect().toString().equals(form.get("redirect_uri"))) {
      return error("redirect_uri_mismatch");
    }
    byte[] verifier = form.getOrDefault("code_verifier", "").getBytes(StandardCharsets.US_ASCII);
    String challenge =
        Base64.getUrlEncoder().withoutPadding().encodeToString(Digests.sha256().digest(verifier));
    return challenge.equals(code.challenge()) ? token(code.user()) : error("bad_verification_code");
  }

  private ObjectNode startDevice(Map<String, String> form) {
    if (!client.id().equals(form.get("client_id"))) {
      return error("incorrect_client_credentials");
    }
    String code = "3584d83530557fdd1f46af8289938c8ef79f9dc" + ++issued;
    String userCode = "WDJB-MJH" + issued;
    devices.put(code, new Device(userCode, clock.instant().plus(DEVICE_LIFE)));
    return Json.object()
        .put("device_code", code)
        .put("user_code", userCode)
        .put("verification_uri", address() + "/login/device")
        .put("expires_in", DEVICE_LIFE.toSeconds())
        .put("interval", INTERVAL);
  }

  private ObjectNode pollDevice(Map<String, String> form) {
    if (!"urn:ietf:params:oauth:grant-type:device_code".equals(form.get("grant_type"))) {
      return error("unsupported_grant_type");
    }
    Device device = devices.get(form.getOrDefault("device_code", ""));
    if (device == null) {
      return error("incorrect_device_code");
    }
    Instant now = clock.instant();
    if (!now.isBefore(device.ends)) {
      return error("expired_token");
    }
    boolean early =
        device.polled != null && now.isBefore(device.polled.plusSeconds(device.interval));
    device.polled = now;
    if (early) {
      device.interval += INTERVAL;
      return error("slow_down").put("interval", device.interval);
    }
    if (device.denied) {
      return error("access_denied");
    }
    if (device.user == null) {
      return error("authorization_pending");
    }
    devices.remove(form.get("device_code"));
    return token(device.user);
  }

  private ObjectNode token(User user) {
    String token = "ghu_" + ++issued + "x".repeat(32);
    tokens.put(token, new Token(user, clock.instant().plus(TOKEN_LIFE)));
    return Json.object()
        .put("access_token", token)
        .put("expires_in", TOKEN_LIFE.toSeconds())
        .put("refresh_token", "ghr_" + issued + "y".repeat(70))
        .put("refresh_token_expires_in", 15_811_200)
        .put("scope", "")
        .put("token_type", "bearer");
  }

  private static ObjectNode error(String code) {
    return Json.object()
        .put("error", code)
        .put("error_description", "See the documentation.")
        .put("error_uri", "https://docs.github.com/apps/" + code);
  }

  private Answer read(String request, @Nullable String authorization) {
    Token token = tokens.get(String.valueOf(authorization).replaceFirst("^Bearer ", ""));
    if (token == null || !clock.instant().isBefore(token.ends())) {
      return new Answer(401, Json.object().put("message", "Bad credentials"));
    }
    User user = token.user();
    return switch (request) {
      case "GET /user" -> new Answer(200, account(user.id(), user.login(), "User", user.name()));
      case "GET /user/installations" -> new Answer(200, installations(user));
      case "GET /user/memberships/orgs" -> new Answer(200, memberships(user));
      default -> new Answer(404, Json.object().put("message", "Not Found"));
    };
  }

  private ObjectNode installations(User user) {
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("installations");
    organizations.values().stream()
        .filter(organization -> installations.contains(organization.login()))
        .filter(organization -> organization.roles().containsKey(user.login()))
        .forEach(
            organization ->
                list.addObject()
                    .put("id", organization.id() + 1_000)
                    .put("target_type", "Organization")
                    .set(
                        "account",
                        account(organization.id(), organization.login(), "Organization", null)));
    return answer.put("total_count", list.size());
  }

  private ArrayNode memberships(User user) {
    ArrayNode list = Json.object().putArray("memberships");
    organizations
        .values()
        .forEach(
            organization -> {
              String role = organization.roles().get(user.login());
              if (role != null) {
                ObjectNode membership = list.addObject().put("state", "active").put("role", role);
                membership
                    .putObject("organization")
                    .put("login", organization.login())
                    .put("id", organization.id());
              }
            });
    return list;
  }

  private static ObjectNode account(long id, String login, String type, @Nullable String name) {
    return Json.object().put("id", id).put("login", login).put("type", type).put("name", name);
  }

  private static Map<String, String> parameters(@Nullable String text) {
    return Stream.of(String.valueOf(text).split("&", -1))
        .map(pair -> pair.split("=", 2))
        .filter(pair -> pair.length == 2)
        .collect(
            Collectors.toMap(
                pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
  }

  private static String encode(@Nullable String text) {
    return URLEncoder.encode(String.valueOf(text), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
