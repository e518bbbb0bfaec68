package dev.sigil.functions.consoleapi;

import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.account.AuditLog;
import dev.sigil.core.account.Person;
import dev.sigil.core.account.RandomToken;
import dev.sigil.core.account.Session;
import dev.sigil.core.json.Json;
import dev.sigil.functions.consoleapi.signin.GitHubOAuth;
import dev.sigil.functions.consoleapi.signin.SignIn;
import dev.sigil.http.BrowserSessions;
import dev.sigil.http.Request;
import dev.sigil.http.Response;
import dev.sigil.http.SignedCookie;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Signs people in with GitHub: sends the browser there and takes it back. What the browser must
 * bring back is in a signed cookie of its own, so that nobody can be signed in as somebody else by
 * a link, and no store is asked before GitHub has answered.
 */
final class SignInResource {
  static final String START = "/api/v1/auth/github";
  static final String CALLBACK = START + "/callback";
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private final GitHubOAuth github;
  private final SignIn signIn;
  private final BrowserSessions browsers;
  private final SignedCookie cookie;
  private final AuditLog audit;
  private final URI callback;
  private final InstantSource clock;
  private final RandomGenerator random;

  SignInResource(
      GitHubOAuth github,
      SignIn signIn,
      BrowserSessions browsers,
      SignedCookie cookie,
      AuditLog audit,
      URI publicUrl,
      InstantSource clock,
      RandomGenerator random) {
    this.github = github;
    this.signIn = signIn;
    this.browsers = browsers;
    this.cookie = cookie;
    this.audit = audit;
    this.callback = URI.create(publicUrl + CALLBACK);
    this.clock = clock;
    this.random = random;
  }

  /** What the browser went away with. */
  private record Attempt(String state, String verifier, String returnTo, Instant endsAt) {}

  Response start(Request request) {
    String returnTo = request.query("return_to").map(LocalPath::checked).orElse("/");
    Attempt attempt =
        new Attempt(
            RandomToken.random(random).value(),
            RandomToken.random(random).value(),
            returnTo,
            clock.instant().plus(PATIENCE));
    String kept = Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(attempt));
    request.setCookie(cookie.set(kept, PATIENCE));
    return Response.redirect(
        github.authorization(callback, attempt.state(), attempt.verifier()).toString());
  }

  Response callback(Request request) {
    Optional<String> state = request.query("state");
    if (state.isEmpty() && request.query("installation_id").isPresent()) {
      /* GitHub also comes here from an installation, with a code that nobody asked for. */
      return Response.redirect(START);
    }
    Optional<Attempt> attempt = attempt(request, state.orElse(""));
    request.setCookie(cookie.clear());
    if (attempt.isEmpty()) {
      return SignInPage.stale();
    }
    String returnTo = attempt.get().returnTo();
    if (request.query("error").isPresent()) {
      return request.query("error").get().equals("access_denied")
          ? SignInPage.denied(returnTo)
          : SignInPage.failed("GitHub did not let you sign in.", returnTo);
    }
    return request
        .query("code")
        .map(code -> finish(request, attempt.get(), code))
        .orElseGet(SignInPage::stale);
  }

  private Response finish(Request request, Attempt attempt, String code) {
    try {
      Person person = signIn.person(github.exchange(callback, code, attempt.verifier()));
      Session session = browsers.start(request, person);
      audit.add(person.atHome(), "session.start", session.id(), Map.of("by", "github"));
      return Response.redirect(attempt.returnTo());
    } catch (TransientException e) {
      return SignInPage.unavailable(attempt.returnTo());
    } catch (SigilException e) {
      return SignInPage.failed(e.getMessage() + " " + e.hint(), attempt.returnTo());
    }
  }

  private Optional<Attempt> attempt(Request request, String state) {
    return cookie
        .read(request)
        .map(kept -> Json.read(decoded(kept), Attempt.class))
        .filter(attempt -> clock.instant().isBefore(attempt.endsAt()))
        .filter(attempt -> GitHubOAuth.same(attempt.state(), state));
  }

  private static String decoded(String kept) {
    return new String(Base64.getUrlDecoder().decode(kept), StandardCharsets.UTF_8);
  }
}
