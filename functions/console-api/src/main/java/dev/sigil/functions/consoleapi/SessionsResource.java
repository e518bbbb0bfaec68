package dev.sigil.functions.consoleapi;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.account.ApiKey;
import dev.sigil.core.account.ApiKeys;
import dev.sigil.core.account.Person;
import dev.sigil.core.account.Principal;
import dev.sigil.core.account.Scope;
import dev.sigil.core.account.Session;
import dev.sigil.core.account.Sessions;
import dev.sigil.core.store.Page;
import dev.sigil.http.BrowserSessions;
import dev.sigil.http.Request;
import dev.sigil.http.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who somebody is to us, where else they are signed in, and how they leave. */
final class SessionsResource {
  private final Sessions sessions;
  private final ApiKeys keys;
  private final @Nullable BrowserSessions browsers;

  SessionsResource(Sessions sessions, ApiKeys keys, @Nullable BrowserSessions browsers) {
    this.sessions = sessions;
    this.keys = keys;
    this.browsers = browsers;
  }

  private record PersonView(String id, String login, @Nullable String name) {
    static PersonView of(Person person) {
      return new PersonView(person.id().value(), person.login(), person.name());
    }
  }

  private record Me(
      String workspace, String actor, List<Scope> scopes, @Nullable PersonView person) {}

  private record SessionView(
      String id,
      String client,
      boolean current,
      Instant createdAt,
      Instant seenAt,
      Instant endsAt) {}

  Response whoami(Tenant tenant, Request request) {
    Principal me = tenant.principal();
    return Response.ok(
        new Me(
            me.workspace().value(),
            me.actor(),
            me.scopes().stream().sorted().toList(),
            tenant.session().map(session -> PersonView.of(session.person())).orElse(null)));
  }

  /* What signed in signs out: the browser's session, or the key that the command line got. */
  Response signOut(Tenant tenant, Request request) {
    Optional<Session> session = tenant.session();
    if (session.isPresent() && browsers != null) {
      browsers.end(request, session.get());
    } else {
      keys.revoke(tenant.workspace(), signedInKey(tenant).id());
    }
    tenant.changed("session.end", tenant.principal().actor(), Map.of());
    return Response.success(200, Map.of("signedOut", true), "You are signed out.");
  }

  private ApiKey signedInKey(Tenant tenant) {
    return keys.find(tenant.workspace(), tenant.principal().actor())
        .filter(key -> key.person() != null)
        .orElseThrow(
            () ->
                new SigilException(
                    ErrorCode.CONFLICT,
                    "Nobody signed in to get this key; it is the workspace's own.",
                    "Revoke it with `sigil keys revoke` where nothing needs it."));
  }

  Response list(Visitor visitor, Request request) {
    String current = visitor.session().id();
    return Response.page(
        new Page<>(
            sessions.list(visitor.person().id()).stream()
                .map(session -> view(session, current))
                .toList(),
            null));
  }

  private static SessionView view(Session session, String current) {
    return new SessionView(
        session.id(),
        session.client(),
        session.id().equals(current),
        session.createdAt(),
        session.rotatedAt(),
        session.endsAt());
  }

  Response end(Visitor visitor, Request request) {
    String id = request.path("session");
    sessions.end(visitor.person().id(), id);
    visitor.changed("session.end", id, Map.of());
    return Response.success(200, Map.of("id", id), "The session is ended.");
  }

  Response endAll(Visitor visitor, Request request) {
    int ended = sessions.endAll(visitor.person().id());
    visitor.changed("session.end-all", visitor.person().actor(), Map.of());
    return Response.success(200, Map.of("ended", ended), "You are signed out everywhere.");
  }
}
