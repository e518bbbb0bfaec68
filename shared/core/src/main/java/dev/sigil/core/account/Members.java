package dev.sigil.core.account;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.DocumentStore.Transaction;
import dev.sigil.core.store.Index;
import dev.sigil.core.store.Page;
import dev.sigil.core.store.Query;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who belongs to which workspace. Whoever changes something here cannot leave a workspace without
 * an owner; the code host can, and its next administrator to sign in owns it again. Thread-safe.
 */
public final class Members {
  private static final String COLLECTION = "members";
  private static final String OWNERS = "workspaceOwners";

  public static final Index BY_WORKSPACE =
      new Index(
          "membersByWorkspace",
          COLLECTION,
          List.of("workspace"),
          "login",
          Index.Direction.ASCENDING);
  public static final Index BY_PERSON =
      new Index(
          "membersByPerson", COLLECTION, List.of("person"), "workspace", Index.Direction.ASCENDING);

  private final DocumentStore store;
  private final InstantSource clock;

  public Members(DocumentStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  private record Owners(Set<String> people) {}

  public Optional<Member> find(WorkspaceId workspace, PersonId person) {
    return store.get(COLLECTION, id(workspace, person)).map(document -> document.as(Member.class));
  }

  /** By login. */
  public Page<Member> list(WorkspaceId workspace, int limit, @Nullable String cursor) {
    return store
        .query(Query.of(BY_WORKSPACE, limit, cursor, workspace.value()))
        .map(document -> document.as(Member.class));
  }

  /** A person's places by workspace; of more than {@value Query#MAX_LIMIT} the first. */
  public List<Member> of(PersonId person) {
    return store
        .query(Query.of(BY_PERSON, Query.MAX_LIMIT, null, person.value()))
        .map(document -> document.as(Member.class))
        .items();
  }

  /**
   * Takes over what the code host says of a person, and returns the workspaces in which they may do
   * less than before.
   *
   * @param granted the person's role in each workspace whose account lets them in, and no other
   */
  public List<WorkspaceId> follow(Person person, Map<WorkspaceId, Role> granted) {
    List<WorkspaceId> reduced = new ArrayList<>();
    granted.forEach(
        (workspace, role) -> {
          if (follow(workspace, person.id(), person.login(), person.name(), role)) {
            reduced.add(workspace);
          }
        });
    for (Member member : of(person.id())) {
      if (member.origin() == Member.Origin.CODE_HOST
          && !granted.containsKey(member.workspace())
          && unfollow(member.workspace(), person.id())) {
        reduced.add(member.workspace());
      }
    }
    return reduced;
  }

  /** As above for one workspace that lets a person in; whether they may do less than before. */
  public boolean follow(
      WorkspaceId workspace, PersonId person, String login, @Nullable String name, Role role) {
    return store.transact(
        tx -> {
          Optional<Member> known = read(tx, workspace, person);
          Member now =
              known
                  .map(member -> member.following(login, name, role))
                  .orElseGet(
                      () ->
                          new Member(
                              workspace,
                              person,
                              login,
                              name,
                              role,
                              Member.Origin.CODE_HOST,
                              false,
                              clock.instant()));
          write(tx, known.orElse(null), now);
          return known.filter(member -> now.role().compareTo(member.role()) < 0).isPresent();
        });
  }

  /** The code host no longer lets a person in; whether they were in, and not by invitation. */
  public boolean unfollow(WorkspaceId workspace, PersonId person) {
    return store.transact(
        tx -> {
          Optional<Member> known =
              read(tx, workspace, person)
                  .filter(member -> member.origin() == Member.Origin.CODE_HOST);
          known.ifPresent(member -> write(tx, member, null));
          return known.isPresent();
        });
  }

  /**
   * Gives a member another role.
   *
   * @throws SigilException {@code NOT_FOUND} without such a member, {@code CONFLICT} when nobody
   *     else is an owner
   */
  public Member assign(WorkspaceId workspace, PersonId person, Role role) {
    return store.transact(
        tx -> {
          Member known = read(tx, workspace, person).orElseThrow(Members::unknown);
          if (role != Role.OWNER) {
            keepAnOwner(tx, known);
          }
          Member now = known.assigned(role);
          write(tx, known, now);
          return now;
        });
  }

  /**
   * Removes a member who came by invitation.
   *
   * @throws SigilException {@code NOT_FOUND} without such a member, {@code CONFLICT} when the code
   *     host lets them in, or when nobody else is an owner
   */
  public void remove(WorkspaceId workspace, PersonId person) {
    store.transact(
        tx -> {
          Member known = read(tx, workspace, person).orElseThrow(Members::unknown);
          keepAnOwner(tx, known);
          if (known.origin() == Member.Origin.CODE_HOST) {
            throw new SigilException(
                ErrorCode.CONFLICT,
                "@" + known.login() + " belongs to the account, and would be back at once.",
                "Remove them from the organisation, or make them a viewer here.");
          }
          write(tx, known, null);
          return true;
        });
  }

  /** Lets a person in by invitation; who is in already keeps the higher role. */
  static void join(
      Transaction tx, WorkspaceId workspace, Person person, Role role, InstantSource clock) {
    Member known = read(tx, workspace, person.id()).orElse(null);
    if (known != null && known.role().compareTo(role) >= 0) {
      return;
    }
    Member now =
        known != null
            ? known.assigned(role)
            : new Member(
                workspace,
                person.id(),
                person.login(),
                person.name(),
                role,
                Member.Origin.INVITATION,
                true,
                clock.instant());
    write(tx, known, now);
  }

  private static void keepAnOwner(Transaction tx, Member leaving) {
    Set<String> owners = owners(tx, leaving.workspace());
    if (owners.equals(Set.of(leaving.person().value()))) {
      throw new SigilException(
          ErrorCode.CONFLICT,
          "@" + leaving.login() + " is the only owner of the workspace.",
          "Make somebody else an owner first.");
    }
  }

  /* Owners are also kept in one document, so that a transaction sees whether one is left. */
  private static void write(Transaction tx, @Nullable Member before, @Nullable Member now) {
    Member any = now == null ? before : now;
    if (any == null || (now != null && now.equals(before))) {
      return;
    }
    boolean owned = before != null && before.role() == Role.OWNER;
    boolean owns = now != null && now.role() == Role.OWNER;
    Set<String> owners = owned == owns ? Set.of() : new TreeSet<>(owners(tx, any.workspace()));
    String id = id(any.workspace(), any.person());
    if (now == null) {
      tx.delete(COLLECTION, id);
    } else {
      tx.put(COLLECTION, id, Json.tree(now));
    }
    if (owned != owns) {
      boolean changed =
          owns ? owners.add(any.person().value()) : owners.remove(any.person().value());
      if (changed) {
        tx.put(OWNERS, any.workspace().value(), Json.tree(new Owners(owners)));
      }
    }
  }

  private static Set<String> owners(Transaction tx, WorkspaceId workspace) {
    return tx.get(OWNERS, workspace.value())
        .map(document -> document.as(Owners.class).people())
        .orElse(Set.of());
  }

  private static Optional<Member> read(Transaction tx, WorkspaceId workspace, PersonId person) {
    return tx.get(COLLECTION, id(workspace, person)).map(document -> document.as(Member.class));
  }

  private static String id(WorkspaceId workspace, PersonId person) {
    return workspace.value() + "~" + person.value();
  }

  private static SigilException unknown() {
    return new SigilException(ErrorCode.NOT_FOUND, "There is no such member.");
  }
}
