package dev.sigil.core.account;

import dev.sigil.core.id.WorkspaceId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who signed in.
 *
 * @param login as the code host spelt it then
 * @param name what they call themselves; null when the code host did not tell
 * @param home the workspace of their own account
 */
public record Person(PersonId id, String login, @Nullable String name, WorkspaceId home) {
  /** The person of an account, whose workspace is {@code home}. */
  public static Person of(Account account, WorkspaceId home) {
    return new Person(PersonId.of(account), account.login(), account.name(), home);
  }

  /** How the audit log names them: the login after an at sign, which no key's id has. */
  public String actor() {
    return "@" + login;
  }

  /** The person at home, for the log of what they do to themselves. */
  public Principal atHome() {
    return new Principal(home, actor(), Set.of());
  }
}
