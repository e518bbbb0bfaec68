package dev.sigil.functions.consoleapi;

import dev.sigil.core.account.AuditLog;
import dev.sigil.core.account.Invitation;
import dev.sigil.core.account.Person;
import dev.sigil.core.account.Principal;
import dev.sigil.core.account.Session;
import java.util.Map;
import java.util.Set;

/** The person who sends a request, apart from any workspace. */
record Visitor(Session session, AuditLog audit) {
  Person person() {
    return session.person();
  }

  /** Remembers, in the person's own workspace, a change that this request made. */
  void changed(String action, String target, Map<String, String> detail) {
    audit.add(person().atHome(), action, target, detail);
  }

  /** Remembers, in the workspace that was joined, who came. */
  void joined(Invitation invitation) {
    audit.add(
        new Principal(invitation.workspace(), person().actor(), Set.of()),
        "invitation.accept",
        invitation.id(),
        Map.of("person", person().id().value()));
  }
}
