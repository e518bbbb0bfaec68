package dev.sigil.functions.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.account.GithubRepositories;
import dev.sigil.core.account.Installations;
import dev.sigil.core.account.Workspaces;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.platform.Platform;
import dev.sigil.core.store.DocumentStore;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Who takes which kind of event. */
record Handlers(Map<String, Handler> byEvent) {

  /** Takes one kind of event. Repeating it with the same key changes nothing. */
  @FunctionalInterface
  interface Handler {
    Effect take(JsonNode payload, String key);
  }

  static Handlers of(Platform platform, GithubWebhookConfig config) {
    DocumentStore store = platform.documents();
    InstantSource clock = platform.clock();
    Deployments deployments = new Deployments(store, clock);
    Installations installations = new Installations(store);
    GithubRepositories known = new GithubRepositories(store);
    Servers servers = new Servers(deployments, clock, config.grace());
    Repositories repositories =
        new Repositories(known, new Workspaces(store, clock), servers, config.workspace());
    Pushes pushes =
        new Pushes(
            deployments,
            new Releases(store, clock),
            installations,
            repositories,
            servers,
            () -> platform.sources(),
            clock);
    InstallationEvents installed =
        new InstallationEvents(installations, known, repositories, servers, clock);
    RepositoryEvents changed = new RepositoryEvents(repositories, servers, clock);
    TargetEvents renamed = new TargetEvents(repositories, servers);
    return new Handlers(
        Map.of(
            "push", pushes::push,
            "release", pushes::release,
            "installation", (payload, key) -> installed.installation(payload),
            "installation_repositories", (payload, key) -> installed.repositories(payload),
            "installation_target", (payload, key) -> renamed.renamed(payload),
            "repository", (payload, key) -> changed.take(payload)));
  }

  Optional<Handler> of(String event) {
    return Optional.ofNullable(byEvent.get(event));
  }
}
