package dev.sigil.core.account;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A browser in which a person signed in. Its token is replaced from time to time; the one before is
 * taken for a moment more, for requests that were on their way.
 *
 * @param client what the browser said it is, cut to what a list can show
 * @param token hash of the token that is good now
 * @param previous hash of the one before it; null until the first is replaced
 * @param rotatedAt when the token was made
 */
public record Session(
    String id,
    PersonId owner,
    Person person,
    String client,
    String token,
    @Nullable String previous,
    Instant createdAt,
    Instant rotatedAt) {
  /** Age at which a token is replaced. */
  public static final Duration ROTATE_AFTER = Duration.ofHours(1);

  /** How long the token before is good after it was replaced. */
  public static final Duration OVERLAP = Duration.ofMinutes(1);

  /** Without a request for so long, a session ends. */
  public static final Duration IDLE = Duration.ofDays(7);

  /** However busy, a session ends after this. */
  public static final Duration LIFE = Duration.ofDays(30);

  /** When it ends unless somebody uses it before. */
  public Instant endsAt() {
    Instant idle = rotatedAt.plus(IDLE);
    Instant last = createdAt.plus(LIFE);
    return idle.isBefore(last) ? idle : last;
  }

  boolean endedAt(Instant now) {
    return !now.isBefore(endsAt());
  }

  boolean isCurrent(String hash) {
    return token.equals(hash);
  }

  boolean isOverlapping(String hash, Instant now) {
    return hash.equals(previous) && now.isBefore(rotatedAt.plus(OVERLAP));
  }

  boolean isDueAt(Instant now) {
    return !now.isBefore(rotatedAt.plus(ROTATE_AFTER));
  }

  Session rotated(String hash, Instant now) {
    return new Session(id, owner, person, client, hash, token, createdAt, now);
  }
}
