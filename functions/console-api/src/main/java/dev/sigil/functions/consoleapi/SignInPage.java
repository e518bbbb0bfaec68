package dev.sigil.functions.consoleapi;

import dev.sigil.http.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** What a person reads when signing in did not end well, with a way to go on. */
final class SignInPage {
  private SignInPage() {}

  static Response denied(String returnTo) {
    return page(403, "You did not allow Sigil to know who you are.", returnTo);
  }

  static Response stale() {
    return page(
        400, "This sign-in took too long, was used before, or began in another browser.", "/");
  }

  static Response failed(String why, String returnTo) {
    return page(403, why, returnTo);
  }

  static Response unavailable(String returnTo) {
    return page(503, "GitHub does not answer now. Try again in a moment.", returnTo)
        .with("Retry-After", "10");
  }

  private static Response page(int status, String why, String returnTo) {
    String again =
        SignInResource.START + "?return_to=" + URLEncoder.encode(returnTo, StandardCharsets.UTF_8);
    return Response.html(
        status,
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Sign in - Sigil</title>"
            + "<h1>You are not signed in</h1><p>"
            + escaped(why)
            + "</p><p><a href=\""
            + escaped(again)
            + "\">Sign in with GitHub</a></p></html>\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
