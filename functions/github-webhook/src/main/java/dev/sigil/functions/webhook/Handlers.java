package dev.sigil.functions.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.account.ApiKeys;
import dev.sigil.core.account.AuditLog;
import dev.sigil.core.account.GithubRepositories;
import dev.sigil.core.account.Installations;
import dev.sigil.core.account.Members;
import dev.sigil.core.account.Workspaces;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.platform.Platform;
import dev.sigil.core.preview.Previews;
import dev.sigil.core.store.DocumentStore;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who takes which kind of event. */
record Handlers(Map<String, Handler> byEvent) {
  private static final Set<String> CHECKS = Set.of("check_run", "check_suite");

  /** Takes one kind of event. Repeating it with the same key changes nothing. */
  @FunctionalInterface
  interface Handler {
    Effect take(JsonNode payload, String key);
  }

  static Handlers of(Platform platform, GithubWebhookConfig config) {
    DocumentStore store = platform.documents();
    InstantSource clock = platform.clock();
    Workspaces workspaces = new Workspaces(store, clock);
    Releases releases = new Releases(store, clock);
    Deployments deployments = new Deployments(store, clock);
    Installations installations = new Installations(store);
    GithubRepositories known = new GithubRepositories(store);
    Previews previews = new Previews(store, clock);
    Servers servers = new Servers(deployments, previews, platform.events(), clock, config.grace());
    Repositories repositories = new Repositories(known, workspaces, servers, config.workspace());
    Pushes pushes =
        new Pushes(
            deployments,
            releases,
            installations,
            repositories,
            servers,
            () -> platform.sources(),
            clock);
    InstallationEvents installed =
        new InstallationEvents(installations, known, repositories, servers, clock);
    RepositoryEvents changed = new RepositoryEvents(repositories, servers, clock);
    TargetEvents renamed = new TargetEvents(repositories, servers);
    OrganizationEvents organizations =
        new OrganizationEvents(
            workspaces,
            new Members(store, clock),
            new ApiKeys(store, clock),
            new AuditLog(store, clock, new SecureRandom()),
            renamed);
    CheckEvents checks = new CheckEvents(deployments, releases);
    PullRequestEvents pulls =
        new PullRequestEvents(deployments, previews, repositories, platform.events(), clock);
    Approvals approvals = new Approvals(deployments, previews, platform.events(), clock);
    return new Handlers(
        Map.ofEntries(
            entry(
                "check_run",
                (payload, key) ->
                    Approvals.concerns(payload)
                        ? approvals.take(payload)
                        : checks.run(payload, key)),
            entry("check_suite", checks::suite),
            entry("installation", (payload, key) -> installed.installation(payload)),
            entry("installation_repositories", (payload, key) -> installed.repositories(payload)),
            entry("installation_target", (payload, key) -> renamed.renamed(payload)),
            entry("organization", (payload, key) -> organizations.take(payload)),
            entry("pull_request", (payload, key) -> pulls.take(payload)),
            entry("push", pushes::push),
            entry("release", pushes::release),
            entry("repository", (payload, key) -> changed.take(payload))));
  }

  private static Map.Entry<String, Handler> entry(String event, Handler handler) {
    return Map.entry(event, handler);
  }

  /** Who takes a delivery; of what checks tell of themselves, which is much, nothing is kept. */
  Optional<Handler> of(SignedDelivery delivery) {
    boolean told = CHECKS.contains(delivery.event()) && !CheckEvents.asks(delivery.payload());
    return told ? Optional.empty() : Optional.ofNullable(byEvent.get(delivery.event()));
  }

  /**
   * Whether bodies of this kind tell no moment, so that equal bodies are different events. They are
   * taken each time they come, which their handlers make harmless.
   */
  static boolean isTimeless(String event) {
    return event.equals("organization");
  }
}
