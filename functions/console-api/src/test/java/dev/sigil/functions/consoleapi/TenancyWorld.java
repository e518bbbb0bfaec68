package dev.sigil.functions.consoleapi;

import static dev.sigil.functions.consoleapi.ConsoleFixture.ACME;
import static dev.sigil.functions.consoleapi.ConsoleFixture.person;

import dev.sigil.core.account.Account;
import dev.sigil.core.account.ApiToken;
import dev.sigil.core.account.AuditEntry;
import dev.sigil.core.account.AuditLog;
import dev.sigil.core.account.Installation;
import dev.sigil.core.account.Installations;
import dev.sigil.core.account.Invitation;
import dev.sigil.core.account.Invitations;
import dev.sigil.core.account.Person;
import dev.sigil.core.account.Principal;
import dev.sigil.core.account.RandomToken;
import dev.sigil.core.account.Role;
import dev.sigil.core.account.Scope;
import dev.sigil.core.account.Session;
import dev.sigil.core.account.Sessions;
import dev.sigil.core.account.Workspaces;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.preview.Previews;
import dev.sigil.core.preview.PullRequestEvent;
import dev.sigil.core.secret.SecretName;
import dev.sigil.core.source.Commit;
import dev.sigil.testkit.codehost.FakeCoveredRepositories;
import dev.sigil.testkit.http.FakeHttpRequest;
import dev.sigil.testkit.http.FakeHttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Acme with something of everything in it, a stranger, and every kind of sender. */
final class TenancyWorld {
  private static final Person OWNER = person(1, "ada");
  private static final Person MEMBER = person(2, "bob");
  private static final Person VIEWER = person(3, "eve");
  private static final Person STRANGER = person(4, "stranger");

  final ConsoleFixture console = new ConsoleFixture();
  private final Random random = new Random(42);
  private final RandomToken invited = RandomToken.random(random);
  private final Map<String, String> names;
  private final String expiredKey;
  private final String revokedKey;
  private final String expiredSession;
  private final String replayedSession;

  TenancyWorld() {
    Release first = console.goLive(console.deploy());
    console.commit();
    Release live = console.goLive(console.deploy());
    console.platform.secrets().put(live.deployment(), new SecretName("API_TOKEN"), "s3cret");
    people();
    expiredSession = console.signIn(OWNER);
    console.platform.clock().advance(Session.IDLE);
    replayedSession = replayed();
    expiredKey = expiredKey();
    revokedKey = console.key(ACME, Scope.ADMIN);
    console.keys.revoke(ACME, new ApiToken(revokedKey).hash().substring(0, 12));
    Invitation invitation =
        new Invitations(console.platform.documents(), console.platform.clock())
            .add(new Principal(ACME, "@ada", Set.of()), invited, Role.VIEWER, "Zoe");
    Sessions.Visit elsewhere = console.sessions.start(OWNER, "elsewhere");
    github();
    fork(live.deployment());
    names =
        Map.ofEntries(
            Map.entry("id", "weather"),
            Map.entry("release", first.id().value()),
            Map.entry("pullRequest", "7"),
            Map.entry("name", "API_TOKEN"),
            Map.entry("key", new ApiToken(console.key(ACME, Scope.READ)).hash().substring(0, 12)),
            Map.entry("session", elsewhere.session().id()),
            Map.entry("workspace", ACME.value()),
            Map.entry("person", MEMBER.id().value()),
            Map.entry(
                "waiver", console.waive("{\"rule\":\"taint/sql-injection\",\"reason\":\"x\"}")),
            Map.entry("invitation", invitation.id()),
            Map.entry("installation", "77"),
            Map.entry("owner", "acme"),
            Map.entry("repo", "weather"));
  }

  /* A pull request whose commit waits. */
  private void fork(DeploymentId parent) {
    Instant now = console.platform.clock().instant();
    Commit head = new Commit("a".repeat(40));
    new Previews(console.platform.documents(), console.platform.clock())
        .see(
            console.deployments.get(parent).orElseThrow(),
            new PullRequestEvent("github.com/1#7", 7, true, head, "eve", now, null, false));
  }

  private void github() {
    Account acme = new Account("github.com", 11, "acme", Account.Type.ORGANIZATION, "Acme");
    new Workspaces(console.platform.documents(), console.platform.clock()).ofAccount(acme);
    new Installations(console.platform.documents())
        .record(
            new Installation(
                77,
                acme,
                Installation.State.ACTIVE,
                Installation.Selection.ALL,
                Map.of("contents", "read"),
                console.platform.clock().instant()));
    FakeCoveredRepositories repositories = new FakeCoveredRepositories();
    repositories.push(77, "acme/weather", GithubTest.NODE);
    console.platform.with(repositories.host());
  }

  /* Everybody came by invitation, so that they may leave, but for a founder who stays. */
  private void people() {
    console.members.follow(person(9, "founder"), Map.of(ACME, Role.OWNER));
    invite(OWNER, Role.OWNER);
    invite(MEMBER, Role.MEMBER);
    invite(VIEWER, Role.VIEWER);
    console.members.follow(STRANGER, Map.of(STRANGER.home(), Role.OWNER));
  }

  private void invite(Person person, Role role) {
    RandomToken token = RandomToken.random(random);
    Invitations invitations =
        new Invitations(console.platform.documents(), console.platform.clock());
    invitations.add(new Principal(ACME, "@founder", Set.of()), token, role, person.login());
    invitations.accept(token, person);
  }

  private String replayed() {
    Sessions.Visit old = console.sessions.start(OWNER, "copied");
    console.platform.clock().advance(Session.ROTATE_AFTER);
    console.sessions.visit(old.session().id(), Objects.requireNonNull(old.fresh()));
    console.platform.clock().advance(Session.OVERLAP);
    return console.cookie(old);
  }

  private String expiredKey() {
    ApiToken token = ApiToken.random(random);
    console.keys.add(token, ACME, "old", Set.of(Scope.ADMIN), console.platform.clock().instant());
    return token.value();
  }

  /** The path with what acme has in the place of each parameter. */
  String path(String template) {
    String path = template;
    for (Map.Entry<String, String> name : names.entrySet()) {
      path = path.replace("{" + name.getKey() + "}", name.getValue());
    }
    if (path.contains("{")) {
      throw new AssertionError("acme has nothing for the parameter of " + template);
    }
    return path;
  }

  FakeHttpResponse send(
      TenancySender sender, String method, String template, @Nullable String body) {
    FakeHttpRequest request = FakeHttpRequest.of(method.toUpperCase(Locale.ROOT), path(template));
    sign(request, sender, template.contains("{workspace}"));
    String filled = body == null ? null : body.replace("${token}", invited.value());
    return console.send(method, template, request, filled);
  }

  private void sign(FakeHttpRequest request, TenancySender sender, boolean chosen) {
    switch (sender) {
      case NOBODY -> {}
      case GARBAGE_KEY -> request.bearer("sgl_" + "a".repeat(47));
      case NEVER_ISSUED_KEY -> request.bearer(ApiToken.random(random).value());
      case EXPIRED_KEY -> request.bearer(expiredKey);
      case REVOKED_KEY -> request.bearer(revokedKey);
      case STRANGER_KEY -> request.bearer(console.key(STRANGER.home(), Scope.ADMIN));
      case INVOKE_KEY -> request.bearer(console.key(ACME, Scope.INVOKE));
      case READ_KEY -> request.bearer(console.key(ACME, Scope.READ));
      case DEPLOY_KEY -> request.bearer(console.key(ACME, Scope.DEPLOY));
      case ADMIN_KEY -> request.bearer(console.key(ACME, Scope.ADMIN));
      default -> {
        request.header("Cookie", cookie(sender));
        page(request, sender);
        if (!chosen && sender != TenancySender.STRANGER) {
          request.header("Sigil-Workspace", ACME.value());
        }
      }
    }
  }

  private static void page(FakeHttpRequest request, TenancySender sender) {
    switch (sender) {
      case CROSS_SITE -> request.header("Sec-Fetch-Site", "cross-site");
      case CROSS_ORIGIN -> request.header("Origin", "https://evil.example");
      default ->
          request.header("Origin", ConsoleFixture.URL).header("Sec-Fetch-Site", "same-origin");
    }
  }

  private String cookie(TenancySender sender) {
    return switch (sender) {
      case VIEWER -> console.signIn(VIEWER);
      case MEMBER -> console.signIn(MEMBER);
      case STRANGER, STRANGER_ELSEWHERE -> console.signIn(STRANGER);
      case EXPIRED_SESSION -> expiredSession;
      case REPLAYED_SESSION -> replayedSession;
      case ENDED_SESSION -> {
        Sessions.Visit ended = console.sessions.start(OWNER, "ended");
        console.sessions.end(ended.session());
        yield console.cookie(ended);
      }
      case FORGED_SESSION -> forged(console.signIn(OWNER));
      default -> console.signIn(OWNER);
    };
  }

  /* Another person's session, under the signature of one's own. */
  private String forged(String own) {
    String id = own.substring(own.indexOf('=') + 1, own.indexOf('.'));
    return own.replace(id, names.getOrDefault("session", ""));
  }

  /** What would tell a stranger something about acme. */
  List<String> secrets() {
    return List.of(
        names.getOrDefault("release", ""),
        names.getOrDefault("key", ""),
        names.getOrDefault("invitation", ""),
        "API_TOKEN",
        "s3cret",
        "@ada",
        "bob");
  }

  /** The newest entries of the log, of acme and of every person's own workspace. */
  List<AuditEntry> audit() {
    AuditLog log = new AuditLog(console.platform.documents(), console.platform.clock(), random);
    return List.of(ACME, OWNER.home(), MEMBER.home(), VIEWER.home(), STRANGER.home()).stream()
        .flatMap((WorkspaceId workspace) -> log.list(workspace, 100, null).items().stream())
        .toList();
  }
}
