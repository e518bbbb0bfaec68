package dev.sigil.functions.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.deploy.Push;
import dev.sigil.core.source.BranchName;
import dev.sigil.core.source.Commit;
import dev.sigil.http.JsonBody;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A ref that moved, as GitHub tells it.
 *
 * @param ref name of the branch or tag
 * @param skipped whether the head commit's message says {@code [skip sigil]}
 * @param installation number of the installation that it came through; 0 for none
 * @param files every file that its commits touched; empty when the payload may not name them all
 */
record PushPayload(
    Kind kind,
    RepositoryPayload repository,
    String ref,
    boolean skipped,
    long installation,
    Push push,
    Optional<Set<String>> files) {
  private static final String BRANCH = "refs/heads/";
  private static final String TAG = "refs/tags/";
  private static final Pattern SKIP = Pattern.compile("\\[skip sigil]", Pattern.CASE_INSENSITIVE);

  /** GitHub may leave out commits from here on. */
  private static final int MAX_COMMITS = 20;

  private static final int MAX_FILES = 10_000;

  /** What moved. */
  enum Kind {
    /** A branch has new commits, or is new. */
    COMMITS,
    BRANCH_DELETED,
    /** A tag was made or moved. */
    TAG,
    /** A tag was deleted, or something that is neither branch nor tag moved. */
    OTHER
  }

  /**
   * Reads a push.
   *
   * @param received stands in when the payload does not say when it was pushed
   */
  static PushPayload read(JsonNode payload, Instant received) {
    String full = Payload.text(payload, "/ref");
    Commit after = JsonBody.field("after", Payload.text(payload, "/after"), Commit::new);
    Kind kind = kind(full, after);
    String message = Payload.optional(payload, "/head_commit/message");
    Push push =
        new Push(
            JsonBody.field("before", Payload.text(payload, "/before"), Commit::new),
            kind == Kind.TAG ? tagged(payload, after) : after,
            Payload.instant(payload, "/repository/pushed_at").orElse(received),
            message,
            Payload.optional(payload, "/head_commit/author/name"));
    return new PushPayload(
        kind,
        RepositoryPayload.read(payload, received),
        kind == Kind.OTHER ? full : ref(full),
        message != null && SKIP.matcher(message).find(),
        Payload.number(payload, "/installation/id"),
        push,
        files(payload));
  }

  boolean toDefaultBranch() {
    return kind == Kind.COMMITS && ref.equals(repository.defaultBranch());
  }

  private static Kind kind(String ref, Commit after) {
    boolean deleted = after.equals(Commit.NONE);
    if (ref.startsWith(BRANCH)) {
      return deleted ? Kind.BRANCH_DELETED : Kind.COMMITS;
    }
    return ref.startsWith(TAG) && !deleted ? Kind.TAG : Kind.OTHER;
  }

  private static String ref(String full) {
    String name = full.substring((full.startsWith(BRANCH) ? BRANCH : TAG).length());
    return JsonBody.field("ref", name, BranchName::check);
  }

  /* An annotated tag is an object of its own, which is no commit. */
  private static Commit tagged(JsonNode payload, Commit after) {
    String commit = Payload.optional(payload, "/head_commit/id");
    return commit == null ? after : JsonBody.field("head_commit.id", commit, Commit::new);
  }

  private static Optional<Set<String>> files(JsonNode payload) {
    JsonNode commits = payload.path("commits");
    boolean complete =
        !payload.path("forced").asBoolean()
            && !payload.path("created").asBoolean()
            && !commits.isEmpty()
            && commits.size() < MAX_COMMITS;
    Set<String> files = new HashSet<>();
    for (JsonNode commit : complete ? commits : List.<JsonNode>of()) {
      for (String kind : List.of("added", "removed", "modified")) {
        complete &= commit.path(kind).isArray();
        commit.path(kind).forEach(path -> files.add(path.asText()));
      }
    }
    return complete && files.size() <= MAX_FILES
        ? Optional.of(Set.copyOf(files))
        : Optional.empty();
  }
}
