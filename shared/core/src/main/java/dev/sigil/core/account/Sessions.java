package dev.sigil.core.account;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.Document;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.Index;
import dev.sigil.core.store.Query;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The sessions of people who signed in. Thread-safe. */
public final class Sessions {
  private static final System.Logger LOG = System.getLogger(Sessions.class.getName());
  private static final String COLLECTION = "sessions";
  private static final int MAX_CLIENT = 200;

  /** How many sessions a person has at most; a further one ends the oldest. */
  static final int MAX_PER_PERSON = 20;

  public static final Index BY_OWNER =
      new Index(
          "sessionsByOwner", COLLECTION, List.of("owner"), "createdAt", Index.Direction.ASCENDING);

  private final DocumentStore store;
  private final InstantSource clock;
  private final RandomGenerator random;

  public Sessions(DocumentStore store, InstantSource clock, RandomGenerator random) {
    this.store = store;
    this.clock = clock;
    this.random = random;
  }

  /**
   * A session that a request belongs to.
   *
   * @param fresh the token that the browser shall send from now on; null to keep the one it has
   */
  public record Visit(Session session, @Nullable RandomToken fresh) {}

  /** Begins a session; its token is handed out here and nowhere else. */
  public Visit start(Person person, String client) {
    makeRoom(person.id());
    RandomToken token = RandomToken.random(random);
    Instant now = clock.instant();
    Session session =
        new Session(
            HexFormat.of().toHexDigits(random.nextLong()),
            person.id(),
            person,
            client.length() <= MAX_CLIENT ? client : client.substring(0, MAX_CLIENT),
            token.hash(),
            null,
            now,
            now);
    store.create(COLLECTION, session.id(), Json.tree(session));
    return new Visit(session, token);
  }

  /* Ended sessions go when their owner comes again: nothing sweeps them. */
  private void makeRoom(PersonId person) {
    Instant now = clock.instant();
    List<Session> all = stored(person);
    all.stream().filter(session -> session.endedAt(now)).forEach(this::delete);
    List<Session> running = all.stream().filter(session -> !session.endedAt(now)).toList();
    int surplus = Math.max(0, running.size() - MAX_PER_PERSON + 1);
    running.subList(0, surplus).forEach(this::delete);
  }

  /**
   * The session of a token that we handed out, which the caller has made sure of by a signature. It
   * is empty when the session has ended. A token that was replaced a while ago was copied by
   * somebody: nobody can tell who is the thief, so the session ends for both.
   */
  public Optional<Visit> visit(String id, RandomToken token) {
    Instant now = clock.instant();
    String hash = token.hash();
    Session session = read(id).orElse(null);
    if (session == null || session.endedAt(now)) {
      return Optional.empty();
    }
    if (session.isCurrent(hash)) {
      return session.isDueAt(now) ? rotate(id, hash) : Optional.of(new Visit(session, null));
    }
    if (session.isOverlapping(hash, now)) {
      return Optional.of(new Visit(session, null));
    }
    LOG.log(
        System.Logger.Level.WARNING,
        "session {0} of {1} ends: a token that had been replaced came again",
        id,
        session.owner());
    delete(session);
    return Optional.empty();
  }

  /* Of two requests at once one replaces the token, and the other goes on with the one it has. */
  private Optional<Visit> rotate(String id, String hash) {
    RandomToken fresh = RandomToken.random(random);
    return store.transact(
        tx -> {
          Instant now = clock.instant();
          Document document = tx.get(COLLECTION, id).orElse(null);
          if (document == null) {
            return Optional.empty();
          }
          Session session = document.as(Session.class);
          if (!session.isCurrent(hash)) {
            return session.isOverlapping(hash, now)
                ? Optional.of(new Visit(session, null))
                : Optional.empty();
          }
          Session rotated = session.rotated(fresh.hash(), now);
          tx.replace(document, Json.tree(rotated));
          return Optional.of(new Visit(rotated, fresh));
        });
  }

  /** A person's running sessions, oldest first. */
  public List<Session> list(PersonId person) {
    Instant now = clock.instant();
    return stored(person).stream().filter(session -> !session.endedAt(now)).toList();
  }

  /** Ends a session; does nothing when it has ended. */
  public void end(Session session) {
    delete(session);
  }

  /**
   * Ends a person's session by its id.
   *
   * @throws SigilException {@code NOT_FOUND} when the person has no such session
   */
  public void end(PersonId person, String id) {
    delete(
        list(person).stream()
            .filter(session -> session.id().equals(id))
            .findFirst()
            .orElseThrow(
                () -> new SigilException(ErrorCode.NOT_FOUND, "There is no such session.")));
  }

  /** Ends all of a person's sessions, and returns how many were running. */
  public int endAll(PersonId person) {
    int running = list(person).size();
    stored(person).forEach(this::delete);
    return running;
  }

  private Optional<Session> read(String id) {
    return store.get(COLLECTION, id).map(document -> document.as(Session.class));
  }

  private List<Session> stored(PersonId person) {
    return store
        .query(Query.of(BY_OWNER, Query.MAX_LIMIT, null, person.value()))
        .map(document -> document.as(Session.class))
        .items();
  }

  private void delete(Session session) {
    store.delete(COLLECTION, session.id());
  }
}
