package dev.sigil.functions.journey;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.account.ApiKeys;
import dev.sigil.core.account.ApiToken;
import dev.sigil.core.account.Scope;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.json.Json;
import dev.sigil.core.platform.Platform;
import dev.sigil.testkit.emulator.FirestoreEmulator;
import dev.sigil.testkit.emulator.PubSubEmulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Every function of the topology in a process of its own, wired as Terraform wires them. */
final class Cloud implements AutoCloseable {
  static final String WORKSPACE = "acme";
  private static final String GATEWAY = "gateway";

  /* They answer people and the test itself: what they read is no part of a push. */
  private static final Set<String> ASKED = Set.of("console-api", GATEWAY, "registry-api");

  private final StandIns standIns;
  private final PushRelay relay = new PushRelay();
  private final Map<String, FunctionProcess> functions = new HashMap<>();
  private final ApiToken token;

  private Cloud(StandIns standIns, ApiToken token) {
    this.standIns = standIns;
    this.token = token;
  }

  /**
   * Starts everything and returns when every function answers.
   *
   * @param root of the project, where {@code scripts/package} has packed the functions
   */
  static Cloud start(FirestoreEmulator firestore, PubSubEmulator pubsub, Path root, Path work) {
    StandIns standIns =
        new StandIns(firestore, pubsub, work, root.resolve("shared/mcp/target/sigil-bridge.jar"));
    Cloud cloud = new Cloud(standIns, administrator(standIns));
    JsonNode topology = read(root.resolve("terraform/topology.json"));
    topology
        .path("functions")
        .properties()
        .forEach(entry -> cloud.add(entry.getKey(), entry.getValue(), root, work));
    cloud.wire(topology);
    cloud.functions.values().forEach(FunctionProcess::start);
    cloud.functions.values().forEach(FunctionProcess::awaitReady);
    return cloud;
  }

  private void add(String name, JsonNode about, Path root, Path work) {
    Map<String, String> environment = new HashMap<>(standIns.environment(!ASKED.contains(name)));
    environment.put("SIGIL_PUBLIC_URL", "http://sigil.example");
    environment.put("SIGIL_REGISTRY_NAMESPACE", "example.sigil");
    environment.put("SIGIL_BRIDGE_IMAGE", "europe-west1-docker.pkg.dev/sigil/platform/bridge");
    environment.put("SIGIL_GATEWAY_SESSION_KEY", Base64.getEncoder().encodeToString(new byte[32]));
    boolean program = about.path("kind").asText().equals("service");
    functions.put(
        name,
        new FunctionProcess(
            name,
            program ? null : about.path("entryPoint").asText(),
            root.resolve("target/journey"),
            environment,
            work));
  }

  private void wire(JsonNode topology) {
    PushSubscriptions subscriptions = standIns.subscriptions();
    functions.values().forEach(relay::route);
    topology.path("topics").fieldNames().forEachRemaining(subscriptions::topic);
    topology
        .path("functions")
        .properties()
        .forEach(
            function ->
                function
                    .getValue()
                    .path("subscribes")
                    .forEach(
                        topic ->
                            subscriptions.subscribe(
                                function.getKey(), topic.asText(), false, relay)));
    topology
        .path("foreignTopics")
        .properties()
        .forEach(
            topic -> {
              subscriptions.foreignTopic(topic.getKey());
              subscriptions.subscribe(
                  topic.getValue().path("consumer").asText(), topic.getKey(), true, relay);
            });
  }

  private static ApiToken administrator(StandIns standIns) {
    ApiToken token = ApiToken.random(new SecureRandom());
    try (Platform platform = Platform.open(standIns.environment(false))) {
      new ApiKeys(platform.documents(), platform.clock())
          .add(token, new WorkspaceId(WORKSPACE), "journey", Set.of(Scope.ADMIN), null);
    }
    return token;
  }

  StandIns standIns() {
    return standIns;
  }

  PushRelay relay() {
    return relay;
  }

  String token() {
    return token.value();
  }

  FunctionProcess function(String name) {
    FunctionProcess function = functions.get(name);
    if (function == null) {
      throw new IllegalArgumentException("no function " + name);
    }
    return function;
  }

  FunctionProcess gateway() {
    return function(GATEWAY);
  }

  static JsonNode read(Path file) {
    try {
      return Json.parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    functions.values().forEach(FunctionProcess::close);
    relay.close();
    standIns.close();
  }
}
