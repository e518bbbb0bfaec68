package dev.sigil.core.account;

import dev.sigil.core.account.GithubRepository.Facts;
import dev.sigil.core.account.GithubRepository.Membership;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.DocumentStore.Transaction;
import dev.sigil.core.store.Index;
import dev.sigil.core.store.Page;
import dev.sigil.core.store.Query;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The repositories that GitHub's events told of, by number. What is older than what is known
 * changes nothing; of two sights of one moment the last to arrive holds. Thread-safe.
 */
public final class GithubRepositories {
  static final String COLLECTION = "githubRepositories";

  public static final Index BY_INSTALLATION =
      new Index(
          "githubRepositoriesByInstallation",
          COLLECTION,
          List.of("installation"),
          "fullName",
          Index.Direction.ASCENDING);

  private final DocumentStore store;

  public GithubRepositories(DocumentStore store) {
    this.store = store;
  }

  /** A repository before and after an event. */
  public record Change(Optional<GithubRepository> before, GithubRepository now) {}

  /** Takes over what a repository is. Nothing is written when nothing but the moment is new. */
  public Change see(long id, Facts facts) {
    return store.transact(
        tx -> {
          Optional<GithubRepository> known = read(tx, id);
          Optional<GithubRepository> holds =
              known.filter(found -> outlasts(found.facts(), facts) || found.facts().sameAs(facts));
          return holds
              .map(found -> new Change(known, found))
              .orElseGet(
                  () -> {
                    Facts now = known.map(found -> facts.after(found.facts())).orElse(facts);
                    return write(tx, known, new GithubRepository(id, now, membership(known)));
                  });
        });
  }

  /**
   * Takes over that an installation covers the repository, or does not any more.
   *
   * @param facts what the event tells of it, which holds only when nothing else is known
   */
  public Change place(long id, Facts facts, Membership membership) {
    return store.transact(
        tx -> {
          Optional<GithubRepository> known = read(tx, id);
          Membership before = membership(known);
          Facts kept = known.map(GithubRepository::facts).orElse(facts);
          return before != null && (outlasts(before, membership) || before.equals(membership))
              ? new Change(known, known.orElseThrow())
              : write(tx, known, new GithubRepository(id, kept, membership));
        });
  }

  private static boolean outlasts(Facts known, Facts seen) {
    return known.deleted() || (!seen.deleted() && seen.at().isBefore(known.at()));
  }

  /* Of two installations the later one holds: its number is higher. */
  private static boolean outlasts(Membership known, Membership seen) {
    return known.installation() == seen.installation()
        ? seen.at().isBefore(known.at())
        : seen.installation() < known.installation();
  }

  private static @Nullable Membership membership(Optional<GithubRepository> known) {
    return known.isEmpty() ? null : known.get().membership();
  }

  private static Change write(
      Transaction tx, Optional<GithubRepository> before, GithubRepository now) {
    tx.put(COLLECTION, Long.toString(now.id()), Json.tree(now));
    return new Change(before, now);
  }

  public Optional<GithubRepository> get(long id) {
    return store.get(COLLECTION, Long.toString(id)).map(found -> found.as(GithubRepository.class));
  }

  /** What an installation covers, as far as events told, by full name. */
  public Page<GithubRepository> ofInstallation(
      long installation, int limit, @Nullable String cursor) {
    return store
        .query(Query.of(BY_INSTALLATION, limit, cursor, Long.toString(installation)))
        .map(found -> found.as(GithubRepository.class));
  }

  private static Optional<GithubRepository> read(Transaction tx, long id) {
    return tx.get(COLLECTION, Long.toString(id)).map(found -> found.as(GithubRepository.class));
  }
}
