package dev.sigil.functions.consoleapi;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.account.ApiKey;
import dev.sigil.core.account.ApiKeys;
import dev.sigil.core.account.ApiToken;
import dev.sigil.core.account.AuditLog;
import dev.sigil.core.account.Member;
import dev.sigil.core.account.Members;
import dev.sigil.core.account.Person;
import dev.sigil.core.account.Principal;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.functions.consoleapi.signin.GitHubOAuth;
import dev.sigil.functions.consoleapi.signin.GitHubOAuth.Progress;
import dev.sigil.functions.consoleapi.signin.SignIn;
import dev.sigil.http.InvalidFieldException;
import dev.sigil.http.JsonBody;
import dev.sigil.http.Request;
import dev.sigil.http.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Signs people in at a terminal: GitHub's device flow, at whose end stands an API key of one
 * workspace with the scopes of the person's role. GitHub keeps the state between the requests.
 */
final class DeviceResource {
  /** How long the key is good: a place in an organisation that was lost unseen ends with it. */
  static final Duration KEY_LIFE = Duration.ofDays(90);

  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_-]{1,200}");
  private static final int MAX_CLIENT = 80;

  private final DeviceStarts starts;
  private final int proxies;
  private final GitHubOAuth github;
  private final SignIn signIn;
  private final Members members;
  private final ApiKeys keys;
  private final AuditLog audit;
  private final InstantSource clock;
  private final RandomGenerator random;

  DeviceResource(
      DeviceStarts starts,
      int proxies,
      GitHubOAuth github,
      SignIn signIn,
      Members members,
      ApiKeys keys,
      AuditLog audit,
      InstantSource clock,
      RandomGenerator random) {
    this.starts = starts;
    this.proxies = proxies;
    this.github = github;
    this.signIn = signIn;
    this.members = members;
    this.keys = keys;
    this.audit = audit;
    this.clock = clock;
    this.random = random;
  }

  private record Waiting(String status, int interval) {}

  private record Granted(
      String status,
      String token,
      String key,
      String workspace,
      String login,
      Instant expiresAt,
      List<String> workspaces) {}

  Response start(Request request) {
    request.optionalJson().only();
    starts.count(request.address(proxies).orElse("unknown"));
    return Response.ok(github.device());
  }

  Response token(Request request) {
    JsonBody body = request.json().only("deviceCode", "workspace", "client");
    String code = body.text("deviceCode");
    if (!CODE.matcher(code).matches()) {
      throw new InvalidFieldException("deviceCode", "This is no device code.");
    }
    Optional<WorkspaceId> wanted =
        body.optionalText("workspace")
            .map(given -> JsonBody.field("workspace", given, WorkspaceId::new));
    String client = client(body);
    return switch (github.progress(code)) {
      case Progress.Open open -> Response.ok(new Waiting(open.status(), open.interval()));
      case Progress.Granted granted -> issue(signIn.person(granted.token()), wanted, client);
    };
  }

  private static String client(JsonBody body) {
    String client = body.optionalText("client").map(String::strip).orElse("");
    if (client.length() > MAX_CLIENT || client.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidFieldException("client", "The text is not 80 visible characters at most.");
    }
    return client.isEmpty() ? "a terminal" : client;
  }

  private Response issue(Person person, Optional<WorkspaceId> wanted, String client) {
    List<Member> places = members.of(person.id());
    Member place = place(person, places, wanted.orElse(person.home()));
    AccountResource.requireRoom(keys, place.workspace());
    Instant expiresAt = clock.instant().plus(KEY_LIFE);
    ApiToken token = ApiToken.random(random);
    ApiKey key =
        keys.add(
            token,
            place.workspace(),
            person.actor() + " at " + client,
            place.role().scopes(),
            person.id(),
            expiresAt);
    audit.add(
        new Principal(place.workspace(), person.actor(), place.role().scopes()),
        "key.create",
        key.id(),
        Map.of("name", key.name(), "by", "device"));
    return Response.success(
        200,
        new Granted(
            "complete",
            token.value(),
            key.id(),
            place.workspace().value(),
            person.login(),
            expiresAt,
            places.stream().map(member -> member.workspace().value()).toList()),
        "Keep the token: it is not shown again.");
  }

  private static Member place(Person person, List<Member> places, WorkspaceId wanted) {
    return places.stream()
        .filter(member -> member.workspace().equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new SigilException(
                    ErrorCode.NOT_FOUND,
                    person.actor() + " is in no workspace " + wanted + ".",
                    "Sign in again with one of: "
                        + String.join(
                            ", ",
                            places.stream().map(member -> member.workspace().value()).toList())));
  }
}
