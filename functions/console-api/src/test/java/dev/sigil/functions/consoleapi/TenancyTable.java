package dev.sigil.functions.consoleapi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask what: a row for each operation of the OpenAPI document, by its id. From the row
 * follows the answer to each {@link TenancySender}; {@link TenancyTest} compares.
 */
final class TenancyTable {
  private TenancyTable() {}

  /** What an operation asks of its sender. */
  enum Needs {
    NOTHING,
    /** Any valid key or session. */
    ANYTHING,
    READ,
    DEPLOY,
    ADMIN,
    /** A session; keys are refused. */
    PERSON
  }

  /**
   * An operation.
   *
   * @param outcome what a sender who may ask is answered; 0 for the document's success. No row asks
   *     GitHub, which does not answer in this world
   * @param byKey what a key that may ask is answered; 0 for the same as a session
   * @param body of a request that succeeds; {@code ${token}} is an open invitation's
   */
  record Row(String operation, Needs needs, int outcome, int byKey, @Nullable String body) {
    Row byKey(int status) {
      return new Row(operation, needs, outcome, status, body);
    }

    Row outcome(int status) {
      return new Row(operation, needs, status, byKey, body);
    }
  }

  static final List<Row> ROWS =
      List.of(
          row("health", Needs.NOTHING),
          row("openapi", Needs.NOTHING),
          row("openapiByName", Needs.NOTHING),
          row("signIn", Needs.NOTHING),
          row("signInCallback", Needs.NOTHING).outcome(400),
          row("startDevice", Needs.NOTHING, "{\"no\":1}").outcome(400),
          row("deviceToken", Needs.NOTHING, "{\"deviceCode\":\"?\"}").outcome(400),
          row("whoami", Needs.ANYTHING),
          row("signOut", Needs.ANYTHING).byKey(409),
          row("listSessions", Needs.PERSON),
          row("endSessions", Needs.PERSON),
          row("endSession", Needs.PERSON),
          row("listWorkspaces", Needs.ANYTHING),
          row("workspace", Needs.ANYTHING),
          row("leaveWorkspace", Needs.ANYTHING).byKey(403),
          row("listMembers", Needs.READ),
          row("assignRole", Needs.ADMIN, "{\"role\":\"viewer\"}"),
          row("removeMember", Needs.ADMIN),
          row("listInvitations", Needs.ADMIN),
          row("invite", Needs.ADMIN, "{\"invitee\":\"Eve\",\"role\":\"viewer\"}"),
          row("withdrawInvitation", Needs.ADMIN),
          row("acceptInvitation", Needs.PERSON, "{\"token\":\"${token}\"}"),
          row("deploy", Needs.DEPLOY, "{\"repository\":\"" + ConsoleFixture.WEATHER.url() + "\"}"),
          row("listDeployments", Needs.READ),
          row("deployment", Needs.READ),
          row("deleteDeployment", Needs.DEPLOY),
          row("restart", Needs.DEPLOY),
          row("rollback", Needs.DEPLOY),
          row("pause", Needs.DEPLOY),
          row("resume", Needs.DEPLOY),
          row("setDeployRule", Needs.DEPLOY, "{\"on\":\"tag\",\"tags\":\"v*\"}"),
          row("logs", Needs.READ),
          row("deploymentHealth", Needs.READ),
          row("listReleases", Needs.READ),
          row("release", Needs.READ),
          row("report", Needs.READ),
          row("billOfMaterials", Needs.READ),
          row("serverWaivers", Needs.READ),
          row("listPreviews", Needs.READ),
          row("setPreviews", Needs.DEPLOY, "{\"state\":\"on\"}"),
          row("approvePreview", Needs.DEPLOY, "{\"commit\":\"" + "a".repeat(40) + "\"}"),
          row("waiveForServer", Needs.ADMIN, "{\"rule\":\"taint/ssrf\",\"reason\":\"internal\"}"),
          row("waivers", Needs.READ),
          row("waive", Needs.ADMIN, "{\"rule\":\"taint/ssrf\",\"reason\":\"internal\"}"),
          row("revokeWaiver", Needs.ADMIN),
          row("scanPolicy", Needs.READ),
          row("setScanPolicy", Needs.ADMIN, "{\"policy\":\"relaxed\"}"),
          row("listSecrets", Needs.READ),
          row("setSecret", Needs.DEPLOY, "{\"value\":\"changed\"}"),
          row("removeSecret", Needs.DEPLOY),
          row("listKeys", Needs.ADMIN),
          row("createKey", Needs.ADMIN, "{\"name\":\"x\",\"scopes\":[\"read\"]}"),
          row("revokeKey", Needs.ADMIN),
          row("audit", Needs.ADMIN),
          row("githubInstallations", Needs.READ),
          row("githubInstallation", Needs.READ),
          row("githubRepositories", Needs.READ),
          row("githubMcp", Needs.READ),
          row("githubPropose", Needs.DEPLOY),
          row("githubDeploy", Needs.DEPLOY, "{\"repository\":\"acme/weather\"}"));

  private static Row row(String operation, Needs needs) {
    return new Row(operation, needs, 0, 0, null);
  }

  private static Row row(String operation, Needs needs, String body) {
    return new Row(operation, needs, 0, 0, body);
  }
}
