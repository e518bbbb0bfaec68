package dev.sigil.functions.consoleapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.account.ApiKeys;
import dev.sigil.core.account.ApiToken;
import dev.sigil.core.account.Members;
import dev.sigil.core.account.Person;
import dev.sigil.core.account.PersonId;
import dev.sigil.core.account.Scope;
import dev.sigil.core.account.Sessions;
import dev.sigil.core.build.Artifact;
import dev.sigil.core.build.BuildPlan;
import dev.sigil.core.build.BuildStep;
import dev.sigil.core.build.Language;
import dev.sigil.core.build.Scaling;
import dev.sigil.core.build.SecretRequirement;
import dev.sigil.core.build.Tier;
import dev.sigil.core.build.Transport;
import dev.sigil.core.build.Visibility;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.deploy.ServerRuntime.ServerSpec;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.registry.RegistryNames;
import dev.sigil.core.scan.BillsOfMaterials;
import dev.sigil.core.secret.SecretName;
import dev.sigil.core.source.Repository;
import dev.sigil.functions.consoleapi.signin.SignInConfig;
import dev.sigil.http.HmacSha256;
import dev.sigil.http.SignedCookie;
import dev.sigil.testkit.FakePlatform;
import dev.sigil.testkit.http.FakeHttpRequest;
import dev.sigil.testkit.http.FakeHttpResponse;
import dev.sigil.testkit.http.OpenApiContract;
import dev.sigil.testkit.source.MemorySourceTree;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The console's API over ports in memory; every answer is checked against its document. */
final class ConsoleFixture {
  static final Repository WEATHER = new Repository("https://github.com/acme/weather.git");
  static final WorkspaceId ACME = new WorkspaceId("acme");

  static final String URL = "https://sigil.example";

  final FakePlatform platform = new FakePlatform();
  final Deployments deployments = new Deployments(platform.documents(), platform.clock());
  final Releases releases = new Releases(platform.documents(), platform.clock());
  final ApiKeys keys = new ApiKeys(platform.documents(), platform.clock());
  final ConsoleApiFunction function;
  final OpenApiContract contract;
  final String admin;
  private final Random random = new Random(7);
  private final List<HmacSha256> cookieKeys =
      List.of(new HmacSha256("a key of these tests".getBytes(StandardCharsets.UTF_8)));
  final Members members = new Members(platform.documents(), platform.clock());
  final Sessions sessions = new Sessions(platform.documents(), platform.clock(), random);
  private int commits;

  ConsoleFixture() {
    this(URI.create("http://127.0.0.1:1"));
  }

  /** A console whose people sign in at a GitHub with this API. */
  ConsoleFixture(URI github) {
    SignInConfig signIn =
        new SignInConfig(URI.create(URL), github, "Iv1.client", "client-secret", cookieKeys, 0);
    ConsoleApiConfig config = new ConsoleApiConfig(new RegistryNames(URL, "dev.sigil"), signIn);
    function = new ConsoleApiFunction(platform, config, new Random(8));
    contract = OpenApiContract.of(function);
    admin = key(ACME, Scope.ADMIN);
    commit();
  }

  String key(WorkspaceId workspace, Scope... scopes) {
    ApiToken token = ApiToken.random(random);
    keys.add(token, workspace, "test", Set.of(scopes), null);
    return token.value();
  }

  /** A person who signed in: the number makes the account, the login names the home too. */
  static Person person(int number, String login) {
    PersonId id = new PersonId("github.com~" + number);
    return new Person(id, login, null, new WorkspaceId(login));
  }

  /** The {@code Cookie} header of a new session. */
  String signIn(Person person) {
    return cookie(sessions.start(person, "test"));
  }

  /** The {@code Cookie} header of a session's fresh token. */
  String cookie(Sessions.Visit visit) {
    String token = Objects.requireNonNull(visit.fresh()).value();
    return new SignedCookie("sigil-session", URI.create(URL), cookieKeys)
        .set(visit.session().id() + "." + token, Duration.ofHours(1))
        .replaceAll(";.*", "");
  }

  /** Moves the branch {@code main} of {@link #WEATHER}. */
  void commit() {
    String text = "version " + ++commits;
    platform.sources().push(WEATHER, "main", MemorySourceTree.of("README.md", text));
  }

  FakeHttpResponse send(String method, String template, String path, @Nullable String body) {
    return send(method, template, path, admin, body);
  }

  /** Sends with a key, or without when it is empty, and checks the answer. */
  FakeHttpResponse send(
      String method, String template, String path, String key, @Nullable String body) {
    FakeHttpRequest request = FakeHttpRequest.of(method.toUpperCase(java.util.Locale.ROOT), path);
    if (!key.isEmpty()) {
      request.bearer(key);
    }
    return send(method, template, request, body);
  }

  /** Sends a request that is complete but for its body, and checks the answer. */
  FakeHttpResponse send(
      String method, String template, FakeHttpRequest request, @Nullable String body) {
    if (body != null) {
      request.json(body);
    }
    FakeHttpResponse answer = FakeHttpResponse.from(function, request);
    contract.accepts(method, template, answer);
    return answer;
  }

  JsonNode data(FakeHttpResponse answer) {
    assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
    return answer.json().path("data");
  }

  JsonNode get(String below) {
    String template = "/api/v1/deployments/{id}" + below.replaceAll("\\?.*", "");
    return data(send("get", template, "/api/v1/deployments/weather" + below, null));
  }

  FakeHttpResponse post(String below, @Nullable String body) {
    String path = "/api/v1/deployments/";
    return send("post", path + "{id}" + below, path + "weather" + below, body);
  }

  /** Deploys {@link #WEATHER} and returns the release, queued. */
  ReleaseId deploy() {
    String body = "{\"repository\":\"" + WEATHER.url() + "\"}";
    JsonNode data = data(send("post", "/api/v1/deploy", "/api/v1/deploy", body));
    return new ReleaseId(data.at("/release/id").asText());
  }

  /** Takes a queued release through its stages until it serves, as the pipeline does. */
  Release goLive(ReleaseId id) {
    Artifact artifact = new Artifact("local:sha256-" + id);
    for (ReleaseState stage :
        List.of(
            ReleaseState.SCANNING,
            ReleaseState.BUILDING,
            ReleaseState.DEPLOYING,
            ReleaseState.VERIFYING)) {
      releases.enter(id, stage);
    }
    Release verified =
        releases
            .record(
                id,
                open ->
                    open.withPlan(plan())
                        .withArtifact(artifact)
                        .withCatalogue("hash", null)
                        .withScan(ScanFixture.REPORT))
            .orElseThrow();
    new BillsOfMaterials(platform.documents())
        .put(id.deployment(), verified.push().after(), ScanFixture.BILL);
    ServerSpec spec =
        new ServerSpec(ACME, id.deployment(), id, verified.number(), artifact, plan());
    platform.servers().create(spec);
    platform.servers().promote(id.deployment(), id, verified.number());
    return platform
        .documents()
        .transact(
            tx -> {
              Release live = verified.entering(ReleaseState.LIVE, platform.clock().instant());
              var deployment = Deployments.read(tx, id.deployment()).orElseThrow();
              Releases.write(tx, live);
              Deployments.write(
                  tx, deployment.withLive(id, Visibility.PUBLIC, platform.clock().instant()));
              return live;
            });
  }

  /** Waives for the whole workspace and returns the waiver's id. */
  String waive(String body) {
    return data(send("post", "/api/v1/waivers", "/api/v1/waivers", body)).path("id").asText();
  }

  /** Ids of the workspace's waivers. */
  List<String> waivers() {
    return data(send("get", "/api/v1/waivers", "/api/v1/waivers", null))
        .path("items")
        .findValuesAsText("id");
  }

  static BuildPlan plan() {
    return new BuildPlan(
        "weather",
        "1.0.0",
        "Forecasts",
        Language.NODE,
        "22",
        "",
        List.of(new BuildStep("Install dependencies", List.of("npm", "ci"), List.of())),
        List.of("node", "server.js"),
        Transport.STDIO,
        "/mcp",
        null,
        new TreeMap<>(Map.of("MODE", "hidden-value")),
        List.of(new SecretRequirement(new SecretName("API_TOKEN"), "For the forecasts", true)),
        Tier.SMALL,
        Scaling.DEFAULT,
        Visibility.PUBLIC,
        "package.json",
        List.of());
  }
}
