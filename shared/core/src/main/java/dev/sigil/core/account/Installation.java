package dev.sigil.core.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * The GitHub App on an account.
 *
 * @param id GitHub's number; an account that installs the App again gets a new one
 * @param permissions what the account granted, such as {@code contents} to {@code read}
 * @param updatedAt of the event that it is known from, by GitHub's clock
 */
public record Installation(
    long id,
    Account account,
    State state,
    Selection selection,
    Map<String, String> permissions,
    Instant updatedAt) {
  public Installation {
    permissions = Map.copyOf(new TreeMap<>(permissions));
  }

  /** Whether GitHub lets the App act for the account. */
  public enum State {
    @JsonProperty("active")
    ACTIVE,
    @JsonProperty("suspended")
    SUSPENDED,
    /** Uninstalled; never comes back under this number. */
    @JsonProperty("deleted")
    DELETED
  }

  /** Which repositories of the account it covers. */
  public enum Selection {
    @JsonProperty("all")
    ALL,
    @JsonProperty("selected")
    SELECTED
  }

  /** {@link Account#key}; stored, so that an account's installations can be found. */
  @JsonProperty
  public String accountKey() {
    return account.key();
  }
}
