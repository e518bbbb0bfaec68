package dev.sigil.core.account;

import dev.sigil.core.json.Json;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.Index;
import dev.sigil.core.store.Page;
import dev.sigil.core.store.Query;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the GitHub App is, or was, installed. Thread-safe. */
public final class Installations {
  static final String COLLECTION = "githubInstallations";

  public static final Index BY_ACCOUNT =
      new Index(
          "githubInstallationsByAccount",
          COLLECTION,
          List.of("accountKey"),
          "updatedAt",
          Index.Direction.DESCENDING);

  private final DocumentStore store;

  public Installations(DocumentStore store) {
    this.store = store;
  }

  /**
   * Takes over what an event tells of an installation and returns what holds now. An event older
   * than what is known changes nothing, of two of one moment the last to arrive holds, and nothing
   * follows a deletion.
   */
  public Installation record(Installation seen) {
    String id = id(seen.id());
    return store.transact(
        tx -> {
          Optional<Installation> known =
              tx.get(COLLECTION, id).map(found -> found.as(Installation.class));
          if (known.filter(found -> outlasts(found, seen)).isPresent()) {
            return known.get();
          }
          tx.put(COLLECTION, id, Json.tree(seen));
          return seen;
        });
  }

  private static boolean outlasts(Installation known, Installation seen) {
    if (known.state() == Installation.State.DELETED) {
      return true;
    }
    boolean deletion = seen.state() == Installation.State.DELETED;
    return !deletion && seen.updatedAt().isBefore(known.updatedAt());
  }

  public Optional<Installation> get(long id) {
    return store.get(COLLECTION, id(id)).map(found -> found.as(Installation.class));
  }

  /**
   * The account's installations, those that are deleted too, the last changed first.
   *
   * @param account see {@link Account#key}
   */
  public Page<Installation> ofAccount(String account, int limit, @Nullable String cursor) {
    return store
        .query(Query.of(BY_ACCOUNT, limit, cursor, account))
        .map(found -> found.as(Installation.class));
  }

  private static String id(long number) {
    return Long.toString(number);
  }
}
