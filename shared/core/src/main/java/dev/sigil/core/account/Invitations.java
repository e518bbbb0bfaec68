package dev.sigil.core.account;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.Index;
import dev.sigil.core.store.Page;
import dev.sigil.core.store.Query;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Invitations into workspaces, each good once. Thread-safe. */
public final class Invitations {
  /** How long an invitation waits. */
  public static final Duration LIFE = Duration.ofDays(7);

  /** How many wait in one workspace at most. */
  public static final int MAX_PER_WORKSPACE = 100;

  private static final String COLLECTION = "invitations";
  public static final Index BY_WORKSPACE =
      new Index(
          "invitationsByWorkspace",
          COLLECTION,
          List.of("workspace"),
          "createdAt",
          Index.Direction.ASCENDING);

  private final DocumentStore store;
  private final InstantSource clock;

  public Invitations(DocumentStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Invites whoever brings {@code token}, which the caller shows once.
   *
   * @throws SigilException {@code CONFLICT} when too many wait
   */
  public Invitation add(Principal inviter, RandomToken token, Role role, String invitee) {
    Instant now = clock.instant();
    List<Invitation> waiting = list(inviter.workspace(), Query.MAX_LIMIT, null).items();
    waiting.stream().filter(invitation -> invitation.expiredAt(now)).forEach(this::delete);
    if (waiting.stream().filter(invitation -> !invitation.expiredAt(now)).count()
        >= MAX_PER_WORKSPACE) {
      throw new SigilException(
          ErrorCode.CONFLICT,
          "The workspace has " + MAX_PER_WORKSPACE + " open invitations, which is the most.",
          "Take back those that nobody will accept.");
    }
    String hash = token.hash();
    Invitation invitation =
        new Invitation(
            hash.substring(0, 12),
            hash,
            inviter.workspace(),
            role,
            invitee,
            inviter.actor(),
            now,
            now.plus(LIFE));
    store.create(COLLECTION, hash, Json.tree(invitation));
    return invitation;
  }

  /** Oldest first, those that have expired among them until the next invitation. */
  public Page<Invitation> list(WorkspaceId workspace, int limit, @Nullable String cursor) {
    return store
        .query(Query.of(BY_WORKSPACE, limit, cursor, workspace.value()))
        .map(document -> document.as(Invitation.class));
  }

  /**
   * Takes an invitation back.
   *
   * @throws SigilException {@code NOT_FOUND} when the workspace has no such invitation
   */
  public void remove(WorkspaceId workspace, String id) {
    delete(
        list(workspace, Query.MAX_LIMIT, null).items().stream()
            .filter(invitation -> invitation.id().equals(id))
            .findFirst()
            .orElseThrow(Invitations::unknown));
  }

  /**
   * Makes a person a member, and uses the invitation up.
   *
   * @throws SigilException {@code NOT_FOUND} when it was never made, was used, was taken back or
   *     has expired
   */
  public Invitation accept(RandomToken token, Person person) {
    if (!token.wellFormed()) {
      throw unknown();
    }
    return store.transact(
        tx -> {
          Invitation invitation =
              tx.get(COLLECTION, token.hash())
                  .map(document -> document.as(Invitation.class))
                  .filter(found -> !found.expiredAt(clock.instant()))
                  .orElseThrow(Invitations::unknown);
          Members.join(tx, invitation.workspace(), person, invitation.role(), clock);
          tx.delete(COLLECTION, invitation.hash());
          return invitation;
        });
  }

  private void delete(Invitation invitation) {
    store.delete(COLLECTION, invitation.hash());
  }

  private static SigilException unknown() {
    return new SigilException(
        ErrorCode.NOT_FOUND,
        "There is no such invitation: it was used, taken back, or has expired.",
        "Ask for a new one.");
  }
}
