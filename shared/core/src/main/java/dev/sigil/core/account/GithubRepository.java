package dev.sigil.core.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.source.Repository;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A repository that events told of.
 *
 * @param id GitHub's number, which stays when it is renamed or transferred
 * @param membership the last that is known of its place in an installation; null when no event of
 *     an installation named it
 */
public record GithubRepository(long id, Facts facts, @Nullable Membership membership) {
  /**
   * What the repository is.
   *
   * @param account its owner's {@link Account#key}
   * @param workspace of its owner
   * @param fullName owner and name as GitHub spells them
   * @param hidden whether it is private
   * @param defaultBranch null when no event told it yet
   * @param at when it was so, by GitHub's clock
   * @param formerBranch the default branch before this one; null when it was never another
   */
  public record Facts(
      String account,
      WorkspaceId workspace,
      Repository address,
      String fullName,
      boolean hidden,
      @Nullable String defaultBranch,
      boolean archived,
      boolean deleted,
      Instant at,
      @Nullable String formerBranch) {

    /** Whether nothing but the moment differs. */
    public boolean sameAs(Facts other) {
      return equals(other.with(at, formerBranch));
    }

    /** These facts where {@code before} were known. */
    Facts after(Facts before) {
      String old = before.defaultBranch;
      boolean moved = old != null && defaultBranch != null && !old.equals(defaultBranch);
      return with(at, moved ? old : before.formerBranch);
    }

    private Facts with(Instant moment, @Nullable String former) {
      return new Facts(
          account,
          workspace,
          address,
          fullName,
          hidden,
          defaultBranch,
          archived,
          deleted,
          moment,
          former);
    }
  }

  /**
   * Its place in an installation.
   *
   * @param removed whether it was taken out
   * @param at when that was, by GitHub's clock
   */
  public record Membership(long installation, boolean removed, Instant at) {}

  /** Number of the installation that covers it, null without one; stored for the index. */
  @JsonProperty
  public @Nullable String installation() {
    return membership == null || membership.removed() || facts.deleted()
        ? null
        : Long.toString(membership.installation());
  }

  /** Stored for the index. */
  @JsonProperty
  public String fullName() {
    return facts.fullName();
  }
}
