package dev.sigil.functions.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.account.Account;
import dev.sigil.core.account.ApiKeys;
import dev.sigil.core.account.ApiToken;
import dev.sigil.core.account.AuditLog;
import dev.sigil.core.account.Members;
import dev.sigil.core.account.Person;
import dev.sigil.core.account.PersonId;
import dev.sigil.core.account.Role;
import dev.sigil.core.account.Scope;
import dev.sigil.core.account.Workspaces;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.ServerName;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.json.Json;
import dev.sigil.core.source.Repository;
import dev.sigil.testkit.http.FakeHttpResponse;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrganizationEventsTest {
  private static final Account ACME =
      new Account("github.com", 10, "Acme", Account.Type.ORGANIZATION, null);
  private static final PersonId ADA = new PersonId("github.com~1");
  private static final PersonId BOB = new PersonId("github.com~2");

  private final Deliverer github = new Deliverer(null);
  private final InstantSource clock = github.platform.clock();
  private final Workspaces workspaces = new Workspaces(github.platform.documents(), clock);
  private final Members members = new Members(github.platform.documents(), clock);
  private final ApiKeys keys = new ApiKeys(github.platform.documents(), clock);
  private final AuditLog audit = new AuditLog(github.platform.documents(), clock, new Random(1));
  private final WorkspaceId acme = workspaces.ofAccount(ACME).id();
  private final ApiToken token = ApiToken.random(new Random(2));
  private int delivered;

  private static ObjectNode event(String action, long organization) {
    ObjectNode payload = Json.object().put("action", action);
    payload.putObject("organization").put("id", organization).put("login", "Acme");
    payload.set("sender", ada());
    payload.putObject("membership").set("user", ada());
    return payload;
  }

  private static ObjectNode ada() {
    return Json.object().put("id", 1).put("login", "ada").put("html_url", "https://github.com/ada");
  }

  private String deliver(ObjectNode payload) {
    FakeHttpResponse answer =
        github.deliver("d-" + delivered++, "organization", Json.write(payload));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    return answer.json().path("message").asText();
  }

  private void adaIsIn() {
    members.follow(new Person(ADA, "ada", null, acme), Map.of(acme, Role.MEMBER));
    keys.add(token, acme, "laptop", Set.of(Scope.READ), ADA, null);
  }

  @Test
  void personWhoLeft_losesPlaceAndKeysOnce() {
    adaIsIn();

    assertThat(deliver(event("member_removed", 10))).contains("@ada left the workspace");

    assertThat(members.find(acme, ADA)).isEmpty();
    assertThat(keys.authenticate(token)).isEmpty();
    assertThat(deliver(event("member_removed", 10))).doesNotContain("@ada");
    assertThat(audit.list(acme, 10, null).items()).hasSize(1);
  }

  @Test
  void personWhoCameBack_leavesByTheSameBodyAgain() {
    adaIsIn();
    deliver(event("member_removed", 10));
    members.follow(acme, ADA, "ada", null, Role.OWNER);

    deliver(event("member_removed", 10));

    assertThat(members.find(acme, ADA)).isEmpty();
  }

  @Test
  void otherEvents_letNobodyInAndNobodyOut() {
    deliver(event("member_added", 10));
    assertThat(members.find(acme, ADA)).isEmpty();
    adaIsIn();
    deliver(event("member_invited", 10));
    deliver(event("member_removed", 11));
    assertThat(members.find(acme, ADA)).isPresent();
    assertThat(keys.authenticate(token)).isPresent();
  }

  @Test
  void organisationThatIsDeleted_hasNoPeople() {
    adaIsIn();
    members.follow(acme, BOB, "bob", null, Role.VIEWER);

    assertThat(deliver(event("deleted", 10))).contains("2 people left");

    assertThat(members.list(acme, 10, null).items()).isEmpty();
    assertThat(keys.authenticate(token)).isEmpty();
  }

  @Test
  void organisationThatWasRenamed_keepsItsWorkspaceAndItsServers() {
    Deployments deployments = new Deployments(github.platform.documents(), clock);
    Deployment weather =
        deployments.ensure(
            acme,
            new ServerName("weather"),
            new Repository("https://github.com/Acme/weather.git"),
            "main",
            "");
    ObjectNode renamed = event("renamed", 10);
    renamed.withObject("/organization").put("login", "Umbrella");
    renamed.putObject("changes").putObject("login").put("from", "Acme");

    deliver(renamed);

    assertThat(workspaces.displayName(acme)).isEqualTo("Umbrella");
    assertThat(deployments.get(weather.id()).orElseThrow().repository().url())
        .containsIgnoringCase("github.com/umbrella/weather");
  }
}
