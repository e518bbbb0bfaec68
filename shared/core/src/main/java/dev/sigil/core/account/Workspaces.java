package dev.sigil.core.account;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.Document;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.DocumentStore.Transaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The tenants. Each account of a code host has one, found by the account's number: it is named
 * after the login that was seen first, and keeps that name when the login changes, also when
 * somebody else takes the login. Thread-safe.
 */
public final class Workspaces {
  static final String COLLECTION = "workspaces";
  private static final String ACCOUNTS = "workspaceAccounts";

  /** The workspace of the local admin, which is no account's. */
  public static final WorkspaceId LOCAL = new WorkspaceId("local");

  private static final int MAX_LENGTH = 39;
  private static final int MAX_NAMESAKES = 100;

  private final DocumentStore store;
  private final InstantSource clock;

  public Workspaces(DocumentStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  private record Reservation(WorkspaceId workspace) {}

  /** The account's workspace, created when there is none; the account is so now. */
  public Workspace ofAccount(Account account) {
    return ofAccount(account, clock.instant());
  }

  /**
   * The account's workspace, created when there is none. A login or name that changed is taken over
   * unless a later sight of the account came before.
   *
   * @param at when the account was so
   */
  public Workspace ofAccount(Account account, Instant at) {
    return store.transact(
        tx -> {
          Optional<Workspace> known =
              tx.get(ACCOUNTS, account.key())
                  .map(found -> found.as(Reservation.class).workspace())
                  .flatMap(id -> read(tx, id));
          return known
              .map(found -> seen(tx, found, account, at))
              .orElseGet(() -> create(tx, account, at));
        });
  }

  private static Workspace seen(Transaction tx, Workspace known, Account account, Instant at) {
    Workspace now = known.seeing(account, at);
    if (!now.equals(known)) {
      tx.put(COLLECTION, now.id().value(), Json.tree(now));
    }
    return now;
  }

  private Workspace create(Transaction tx, Account account, Instant at) {
    WorkspaceId id = freeId(tx, account.login());
    Workspace fresh = Workspace.of(id, account, at, clock.instant());
    tx.put(COLLECTION, id.value(), Json.tree(fresh));
    tx.put(ACCOUNTS, account.key(), Json.tree(new Reservation(id)));
    return fresh;
  }

  private static WorkspaceId freeId(Transaction tx, String login) {
    return IntStream.rangeClosed(1, MAX_NAMESAKES)
        .mapToObj(n -> idOf(login, n))
        .filter(id -> !id.equals(LOCAL) && read(tx, id).isEmpty())
        .findFirst()
        .orElseThrow(
            () ->
                new SigilException(
                    ErrorCode.CONFLICT, "Too many workspaces are named like " + login + "."));
  }

  /* Logins of managed users hold an underscore, which no workspace's name does. */
  private static WorkspaceId idOf(String login, int number) {
    String suffix = number == 1 ? "" : "-" + number;
    String plain = login.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String cut = plain.substring(0, Math.min(plain.length(), MAX_LENGTH - suffix.length()));
    String name = cut.replaceAll("^-|-$", "");
    return new WorkspaceId((name.isEmpty() ? "workspace" : name) + suffix);
  }

  /** The workspace; empty when no account was ever seen under this id. */
  public Optional<Workspace> get(WorkspaceId id) {
    return store.get(COLLECTION, id.value()).map(Workspaces::workspace);
  }

  /** The workspace of an account by {@link Account#key}; empty when it was never seen. */
  public Optional<WorkspaceId> find(String account) {
    return store.get(ACCOUNTS, account).map(found -> found.as(Reservation.class).workspace());
  }

  /** How people call the workspace; its id when nothing better is known. */
  public String displayName(WorkspaceId id) {
    return get(id).map(Workspace::displayName).orElse(id.value());
  }

  private static Optional<Workspace> read(Transaction tx, WorkspaceId id) {
    return tx.get(COLLECTION, id.value()).map(Workspaces::workspace);
  }

  private static Workspace workspace(Document document) {
    return document.as(Workspace.class);
  }
}
