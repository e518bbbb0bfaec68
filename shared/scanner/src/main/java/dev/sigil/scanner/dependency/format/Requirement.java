package dev.sigil.scanner.dependency.format;

import dev.sigil.scanner.dependency.inventory.Dependency.Scope;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A dependency as PEP 508 writes it: {@code name[extra] >=1,<2 ; marker} or {@code name @ url}.
 *
 * @param range the specifiers, or the URL
 */
record Requirement(String name, String range) {
  private static final int MAX_LENGTH = 4_000;
  private static final Pattern FORM =
      Pattern.compile(
          "\\s*([A-Za-z0-9](?:[A-Za-z0-9._-]{0,200}[A-Za-z0-9])?)\\s*(?:\\[[^\\]]{0,500}\\])?\\s*"
              + "(?:@\\s*(\\S+)|\\(?\\s*((?:[<>=!~][^;#]*)?)\\)?)\\s*(?:;.*)?");

  static Optional<Requirement> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (text.length() > MAX_LENGTH || !matcher.matches()) {
      return Optional.empty();
    }
    String url = matcher.group(2);
    return Optional.of(
        new Requirement(matcher.group(1), url == null ? matcher.group(3).strip() : url));
  }

  void askedIn(Listing listing, Scope scope, int line) {
    listing.asked(name, Names.exactPython(range), range, scope, line);
  }
}
