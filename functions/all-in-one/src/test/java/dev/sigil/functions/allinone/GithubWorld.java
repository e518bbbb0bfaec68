package dev.sigil.functions.allinone;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.event.ReconcileTick;
import dev.sigil.core.json.Json;
import dev.sigil.core.source.Commit;
import dev.sigil.functions.allinone.PipelineWorld.Elsewhere;
import dev.sigil.functions.webhook.GithubWebhookConfig;
import dev.sigil.functions.webhook.GithubWebhookFunction;
import dev.sigil.github.GitHubCodeHost;
import dev.sigil.github.GitHubConfig;
import dev.sigil.github.GitHubHookDeliveries;
import dev.sigil.github.GitHubSourceFetcher;
import dev.sigil.github.app.Manifest;
import dev.sigil.testkit.event.MemoryEvents;
import dev.sigil.testkit.github.FakeGitHub;
import dev.sigil.testkit.github.FakeHookDeliveries;
import dev.sigil.testkit.github.FakeRepository;
import dev.sigil.testkit.http.FakeHttpRequest;
import dev.sigil.testkit.http.FakeHttpResponse;
import dev.sigil.testkit.source.MemorySourceTree;
import dev.sigil.testkit.time.MutableClock;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline and the webhook with a GitHub beside them, by the adapters that are shipped: pushes
 * come as signed deliveries, and releases are shown there.
 */
final class GithubWorld implements AutoCloseable {
  private static final String SECRET = "a shared secret";
  private static final KeyPair KEYS = keys();

  /** What becomes of a delivery on its way. */
  enum Road {
    OPEN,
    /** It does not reach us; GitHub sees no answer, or a proxy's. */
    LOST,
    /** We take it in, and GitHub gives up waiting for our answer. */
    SLOW
  }

  private record Delivery(String event, String body) {}

  final FakeHookDeliveries hooks;
  final FakeGitHub github;
  final PipelineWorld pipeline;
  private final GithubWebhookFunction webhook;
  private final Map<String, Delivery> deliveries = new HashMap<>();
  private Supplier<Road> road = () -> Road.OPEN;

  GithubWorld(MemoryEvents events, Path temporary) {
    Holder holder = new Holder();
    this.pipeline =
        new PipelineWorld(
            events,
            clock -> {
              holder.open(clock, temporary, this::receive);
              return holder.elsewhere();
            });
    this.hooks = Objects.requireNonNull(holder.hooks);
    this.github = Objects.requireNonNull(holder.github);
    this.webhook =
        new GithubWebhookFunction(
            new WebhookPorts(
                pipeline.store,
                events,
                holder.elsewhere().sources(),
                holder.elsewhere().host(),
                holder.elsewhere().deliveries(),
                pipeline.clock),
            new GithubWebhookConfig(SECRET, null, GithubWebhookConfig.GRACE));
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2_048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What is made over the pipeline's clock, which is there only then. */
  private static final class Holder {
    private @Nullable FakeHookDeliveries hooks;
    private @Nullable FakeGitHub github;
    private @Nullable Elsewhere elsewhere;

    void open(MutableClock clock, Path temporary, ToIntFunction<String> receiver) {
      FakeHookDeliveries list = new FakeHookDeliveries(clock, 100, receiver);
      FakeGitHub.App app = new FakeGitHub.App("4711", KEYS.getPublic(), Manifest.PERMISSIONS);
      FakeGitHub fake = FakeGitHub.start(app, clock).hooks(list);
      fake.install("acme");
      GitHubConfig.App identity = new GitHubConfig.App("4711", KEYS.getPrivate());
      GitHubConfig config = new GitHubConfig(fake.address(), identity);
      hooks = list;
      github = fake;
      elsewhere =
          new Elsewhere(
              new GitHubSourceFetcher(config, temporary, clock, clock::advance),
              GitHubCodeHost.of(config, clock, clock::advance),
              new GitHubHookDeliveries(config.api(), identity, clock));
    }

    Elsewhere elsewhere() {
      return Objects.requireNonNull(elsewhere);
    }
  }

  Instant now() {
    return pipeline.clock.instant();
  }

  /** From now on decides of each delivery what becomes of it. */
  void road(Supplier<Road> rule) {
    road = rule;
  }

  private int receive(String id) {
    return switch (road.get()) {
      case OPEN -> take(id);
      case LOST -> 502;
      case SLOW -> {
        take(id);
        yield 504;
      }
    };
  }

  private int take(String id) {
    Delivery delivery = Objects.requireNonNull(deliveries.get(id));
    byte[] body = delivery.body().getBytes(UTF_8);
    FakeHttpRequest request =
        FakeHttpRequest.of("POST", "/webhooks/github")
            .header("Content-Type", "application/json")
            .header("X-GitHub-Delivery", id)
            .header("X-GitHub-Event", delivery.event())
            .header("X-Hub-Signature-256", "sha256=" + hmac(body))
            .body(body);
    return FakeHttpResponse.from(webhook, request).status();
  }

  private static String hmac(byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new AssertionError("every JDK has HmacSHA256", e);
    }
  }

  /** Delivers an event under an id of its own. */
  void deliver(String event, ObjectNode payload) {
    String id = "d-" + deliveries.size();
    deliveries.put(id, new Delivery(event, Json.write(payload)));
    hooks.deliver(id);
  }

  /** Commits to {@code main} and delivers the push. */
  Commit push(FakeRepository repository, String name, MemorySourceTree tree) {
    Commit before = repository.branches().getOrDefault("main", Commit.NONE);
    Commit after = repository.push("main", tree);
    pipeline.clock.advance(Duration.ofSeconds(1));
    ObjectNode payload = Json.object().put("ref", "refs/heads/main");
    payload.put("before", before.id()).put("after", after.id());
    payload.set("repository", repository(repository, name));
    payload.putObject("head_commit").put("id", after.id()).put("message", "Change");
    ObjectNode commit = payload.putArray("commits").addObject();
    for (String kind : new String[] {"added", "removed", "modified"}) {
      ArrayNode files = commit.putArray(kind);
      files.add("number");
    }
    deliver("push", payload);
    return after;
  }

  /** Presses "Re-run" at the check of a release. */
  void rerun(FakeRepository repository, String name, Release release) {
    ObjectNode payload = Json.object().put("action", "rerequested");
    payload.putObject("check_run").put("external_id", release.id().value());
    payload.set("repository", repository(repository, name));
    deliver("check_run", payload);
  }

  private ObjectNode repository(FakeRepository repository, String name) {
    ObjectNode about =
        Json.object()
            .put("id", repository.id())
            .put("name", name)
            .put("full_name", "acme/" + name)
            .put("private", true)
            .put("default_branch", "main")
            .put("clone_url", github.cloneAddress("acme", name))
            .put("pushed_at", now().getEpochSecond());
    about.putObject("owner").put("id", 10).put("login", "acme").put("type", "Organization");
    return about;
  }

  /** Lets events arrive for a while, with a tick after each {@code period}. */
  void settle(int ticks, Duration period, RandomGenerator random) {
    for (int tick = 0; tick < ticks; tick++) {
      while (pipeline.events.deliverOne()) {
        pipeline.clock.advance(Duration.ofMillis(random.nextInt(5_000)));
      }
      hooks.settle();
      pipeline.clock.advance(period);
      pipeline.events.publish(new ReconcileTick(now()));
    }
    pipeline.events.deliverAll();
  }

  @Override
  public void close() {
    github.close();
  }
}
