package dev.sigil.functions.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.preview.Ending;
import dev.sigil.core.preview.PullRequestEvent;
import dev.sigil.core.source.Commit;
import dev.sigil.http.InvalidFieldException;
import dev.sigil.http.JsonBody;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A pull request as GitHub tells it.
 *
 * @param base the branch that it would change
 * @param retargeted whether it was against another branch before
 */
record PullRequestPayload(
    RepositoryPayload repository, String base, boolean retargeted, PullRequestEvent event) {
  private static final Set<String> REVIVING = Set.of("reopened", "ready_for_review");
  private static final Set<String> MOVING =
      Set.of(
          "opened", "reopened", "synchronize", "ready_for_review", "converted_to_draft", "closed");

  /** Whether the event may change what a preview shows. */
  static boolean concerns(JsonNode payload) {
    String action = payload.path("action").asText();
    return MOVING.contains(action) || (action.equals("edited") && isRetargeted(payload));
  }

  /**
   * Reads a pull request.
   *
   * @param received stands in when the payload does not say when the pull request changed
   */
  static PullRequestPayload read(JsonNode payload, Instant received) {
    RepositoryPayload repository = RepositoryPayload.read(payload, received);
    int number = number(payload);
    String login = Payload.optional(payload, "/pull_request/user/login");
    PullRequestEvent event =
        new PullRequestEvent(
            request(repository, number),
            number,
            isFork(payload),
            JsonBody.field(
                "pull_request.head.sha",
                Payload.text(payload, "/pull_request/head/sha"),
                Commit::new),
            login == null ? "ghost" : login,
            Payload.instant(payload, "/pull_request/updated_at").orElse(received),
            ending(payload),
            REVIVING.contains(payload.path("action").asText()));
    String base = Payload.text(payload, "/pull_request/base/ref");
    return new PullRequestPayload(repository, base, isRetargeted(payload), event);
  }

  private static int number(JsonNode payload) {
    long number = Payload.number(payload, "/pull_request/number");
    if (number < 1 || number > Integer.MAX_VALUE) {
      throw new InvalidFieldException("pull_request.number", "The field is not a number.");
    }
    return (int) number;
  }

  /* What is not plainly of the same repository is a stranger's; a fork may be deleted meanwhile. */
  private static boolean isFork(JsonNode payload) {
    long head = Payload.number(payload, "/pull_request/head/repo/id");
    return head == 0 || head != Payload.number(payload, "/pull_request/base/repo/id");
  }

  private static @Nullable Ending ending(JsonNode payload) {
    JsonNode pull = payload.path("pull_request");
    if (!pull.path("state").asText().equals("open")) {
      return pull.path("merged").asBoolean() ? Ending.MERGED : Ending.CLOSED;
    }
    return pull.path("draft").asBoolean() ? Ending.DRAFT : null;
  }

  private static boolean isRetargeted(JsonNode payload) {
    return payload.at("/changes/base").isObject();
  }

  private static String request(RepositoryPayload repository, int number) {
    String key = repository.address().key();
    return repository.id() == 0
        ? key + "#" + number
        : key.split("/", -1)[0] + "/" + repository.id() + "#" + number;
  }
}
