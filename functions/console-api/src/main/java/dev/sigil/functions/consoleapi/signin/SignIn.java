package dev.sigil.functions.consoleapi.signin;

import dev.sigil.core.account.Account;
import dev.sigil.core.account.ApiKeys;
import dev.sigil.core.account.Members;
import dev.sigil.core.account.Person;
import dev.sigil.core.account.Role;
import dev.sigil.core.account.Workspaces;
import dev.sigil.core.id.WorkspaceId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Makes a person of a GitHub user, with a place in their own workspace and in those of their
 * organisations. The user's token is used for this and then forgotten. Thread-safe.
 */
public final class SignIn {
  private final GitHubPeople people;
  private final Workspaces workspaces;
  private final Members members;
  private final ApiKeys keys;

  public SignIn(GitHubPeople people, Workspaces workspaces, Members members, ApiKeys keys) {
    this.people = people;
    this.workspaces = workspaces;
    this.members = members;
    this.keys = keys;
  }

  /** The person whose token this is, in every workspace that GitHub lets them into now. */
  public Person person(String token) {
    Account user = people.user(token);
    WorkspaceId home = workspaces.ofAccount(user).id();
    Map<WorkspaceId, Role> granted = new LinkedHashMap<>();
    granted.put(home, Role.OWNER);
    Set<String> installed = new HashSet<>();
    people.installed(token).forEach(account -> installed.add(account.key()));
    people
        .organizations(token)
        .forEach(
            (organization, role) -> {
              if (installed.contains(organization.key())
                  || workspaces.find(organization.key()).isPresent()) {
                granted.put(workspaces.ofAccount(organization).id(), role);
              }
            });
    Person person = Person.of(user, home);
    for (WorkspaceId reduced : members.follow(person, granted)) {
      keys.revokeOf(reduced, person.id());
    }
    return person;
  }
}
