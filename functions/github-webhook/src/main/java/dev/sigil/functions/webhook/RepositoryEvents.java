package dev.sigil.functions.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.SigilException;
import dev.sigil.core.account.Account;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Detachment.Reason;
import dev.sigil.core.source.Repository;
import dev.sigil.functions.webhook.Repositories.Former;
import dev.sigil.http.InvalidFieldException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Repositories that were renamed, transferred, deleted, archived, hidden or shown. */
final class RepositoryEvents {
  private final Repositories repositories;
  private final Servers servers;
  private final InstantSource clock;

  RepositoryEvents(Repositories repositories, Servers servers, InstantSource clock) {
    this.repositories = repositories;
    this.servers = servers;
    this.clock = clock;
  }

  Effect take(JsonNode payload) {
    Instant received = clock.instant();
    RepositoryPayload seen = RepositoryPayload.read(payload, received);
    String action = Payload.text(payload, "/action");
    Repositories.Place place =
        repositories.see(seen, action.equals("deleted"), former(action, payload, seen));
    List<Deployment> own =
        switch (action) {
          case "deleted", "archived", "unarchived" ->
              servers.ofRepository(seen.address(), place.workspace());
          default -> List.of();
        };
    switch (action) {
      case "deleted" -> servers.detach(own, Reason.REPOSITORY_DELETED, received);
      case "archived" -> servers.detach(own, Reason.REPOSITORY_ARCHIVED, seen.updatedAt());
      case "unarchived" -> servers.attach(archived(own), seen.updatedAt());
      default -> {}
    }
    return Effect.NONE;
  }

  private static List<Deployment> archived(List<Deployment> own) {
    return own.stream()
        .filter(d -> Servers.lost(d).filter(Reason.REPOSITORY_ARCHIVED::equals).isPresent())
        .toList();
  }

  private static @Nullable Former former(String action, JsonNode payload, RepositoryPayload seen) {
    return switch (action) {
      case "renamed" -> {
        String name = Payload.text(payload, "/changes/repository/name/from");
        yield new Former(address(seen, seen.login(), name), null);
      }
      case "transferred" -> {
        Account giver =
            Payload.account(payload, "/changes/owner/from/user")
                .or(() -> Payload.account(payload, "/changes/owner/from/organization"))
                .orElseThrow(
                    () -> new InvalidFieldException("changes.owner.from", "The field is missing."));
        yield new Former(address(seen, giver.login(), seen.name()), giver);
      }
      default -> null;
    };
  }

  /* The clone address with another owner and name at its end. */
  private static Repository address(RepositoryPayload seen, String owner, String name) {
    String now = "/" + seen.login() + "/" + seen.name();
    String url = seen.address().url();
    int end = url.lastIndexOf(now);
    return Optional.of(end)
        .filter(at -> at > 0)
        .map(at -> url.substring(0, at) + "/" + owner + "/" + name)
        .flatMap(RepositoryEvents::valid)
        .orElse(seen.address());
  }

  private static Optional<Repository> valid(String url) {
    try {
      return Optional.of(new Repository(url));
    } catch (SigilException e) {
      return Optional.empty();
    }
  }
}
