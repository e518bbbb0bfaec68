package dev.sigil.http;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.account.Person;
import dev.sigil.core.account.RandomToken;
import dev.sigil.core.account.Session;
import dev.sigil.core.account.Sessions;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sessions as browsers carry them, in a signed cookie, and only from our own pages. Thread-safe.
 *
 * <p>What a page of another site makes a browser send is refused: whatever changes something needs
 * our {@code Origin} or, without one, {@code Sec-Fetch-Site: same-origin}; and nothing may say that
 * it comes from elsewhere.
 */
public final class BrowserSessions {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<String> OWN = Set.of("same-origin", "none");

  private final Sessions sessions;
  private final SignedCookie cookie;
  private final InstantSource clock;
  private final String origin;

  /**
   * Serves the pages of one origin.
   *
   * @param publicUrl where browsers reach us
   * @param keys see {@link SignedCookie}
   */
  public BrowserSessions(
      Sessions sessions, URI publicUrl, List<HmacSha256> keys, InstantSource clock) {
    this.sessions = sessions;
    this.cookie = new SignedCookie("sigil-session", publicUrl, keys);
    this.clock = clock;
    this.origin = publicUrl.getScheme() + "://" + publicUrl.getAuthority();
  }

  /** Begins a session in the browser that sent the request, and ends the one that it had. */
  public Session start(Request request, Person person) {
    presented(request)
        .flatMap(shown -> sessions.visit(shown.id(), shown.token()))
        .ifPresent(old -> sessions.end(old.session()));
    return keep(request, sessions.start(person, request.header("User-Agent").orElse("")));
  }

  /**
   * The session that the request belongs to; empty without one, or when it has ended. A new token,
   * where one is due, goes out with the answer.
   *
   * @throws SigilException {@code FORBIDDEN} when another site's page made the browser send it
   */
  public Optional<Session> find(Request request) {
    return presented(request)
        .flatMap(
            shown -> {
              requireOwnPage(request);
              return sessions.visit(shown.id(), shown.token());
            })
        .map(visit -> keep(request, visit));
  }

  /** Ends the session, and makes the browser forget it. */
  public void end(Request request, Session session) {
    sessions.end(session);
    request.setCookie(cookie.clear());
  }

  private void requireOwnPage(Request request) {
    String from = request.header("Origin").orElse("");
    String site = request.header("Sec-Fetch-Site").orElse("");
    boolean safe = SAFE.contains(request.method());
    boolean own =
        (from.isEmpty() ? safe || site.equals("same-origin") : from.equals(origin))
            && (site.isEmpty() || OWN.contains(site));
    if (!own) {
      throw new SigilException(
          ErrorCode.FORBIDDEN,
          "A page of another site sent this request.",
          "Send it from a page of " + origin + ", or with an API key.");
    }
  }

  private record Presented(String id, RandomToken token) {}

  private Optional<Presented> presented(Request request) {
    return cookie
        .read(request)
        .filter(value -> value.indexOf('.') >= 0)
        .map(
            value -> {
              int dot = value.indexOf('.');
              return new Presented(
                  value.substring(0, dot), new RandomToken(value.substring(dot + 1)));
            });
  }

  private Session keep(Request request, Sessions.Visit visit) {
    Session session = visit.session();
    RandomToken fresh = visit.fresh();
    if (fresh != null) {
      Duration left = Duration.between(clock.instant(), session.endsAt());
      request.setCookie(cookie.set(session.id() + "." + fresh.value(), left));
    }
    return session;
  }
}
