package dev.sigil.functions.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.deploy.Push;
import dev.sigil.core.source.BranchName;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import dev.sigil.http.InvalidFieldException;
import dev.sigil.http.JsonBody;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A push of commits to a branch, as GitHub tells it.
 *
 * @param owner login of the repository's owner, as GitHub spells it
 * @param name of the repository, without its owner
 */
record PushPayload(
    String owner,
    String name,
    Repository repository,
    String branch,
    boolean defaultBranch,
    Push push) {
  private static final String BRANCH = "refs/heads/";
  private static final Pattern SKIP = Pattern.compile("\\[skip sigil]", Pattern.CASE_INSENSITIVE);

  /**
   * Reads a push; empty when it moves a tag, deletes a branch, or its head commit's message says
   * {@code [skip sigil]}: such a push deploys nothing.
   *
   * @param received stands in when the payload does not say when it was pushed
   */
  static Optional<PushPayload> read(JsonNode payload, Instant received) {
    String ref = text(payload, "/ref");
    Commit after = JsonBody.field("after", text(payload, "/after"), Commit::new);
    String message = optional(payload, "/head_commit/message");
    boolean skipped = message != null && SKIP.matcher(message).find();
    if (skipped || !ref.startsWith(BRANCH) || after.equals(Commit.NONE)) {
      return Optional.empty();
    }
    String branch = JsonBody.field("ref", ref.substring(BRANCH.length()), BranchName::check);
    Push push =
        new Push(
            JsonBody.field("before", text(payload, "/before"), Commit::new),
            after,
            instant(payload.at("/repository/pushed_at")).orElse(received),
            message,
            optional(payload, "/head_commit/author/name"));
    return Optional.of(
        new PushPayload(
            text(payload, "/repository/owner/login"),
            text(payload, "/repository/name"),
            JsonBody.field(
                "repository.clone_url", text(payload, "/repository/clone_url"), Repository::new),
            branch,
            branch.equals(optional(payload, "/repository/default_branch")),
            push));
  }

  /* Seconds since the epoch in a push, ISO 8601 in every other event. */
  private static Optional<Instant> instant(JsonNode value) {
    try {
      if (value.isIntegralNumber()) {
        return Optional.of(Instant.ofEpochSecond(value.longValue()));
      }
      return value.isTextual() ? Optional.of(Instant.parse(value.textValue())) : Optional.empty();
    } catch (DateTimeException e) {
      throw new InvalidFieldException("repository.pushed_at", "The field is not a time.");
    }
  }

  private static String text(JsonNode payload, String pointer) {
    String value = optional(payload, pointer);
    if (value == null || value.isEmpty()) {
      String field = pointer.substring(1).replace('/', '.');
      throw new InvalidFieldException(field, "The field is missing or not a text.");
    }
    return value;
  }

  private static @Nullable String optional(JsonNode payload, String pointer) {
    return payload.at(pointer).textValue();
  }
}
