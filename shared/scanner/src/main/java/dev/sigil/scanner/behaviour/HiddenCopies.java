package dev.sigil.scanner.behaviour;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Blind copies to an address that is written into code that sends mail (postmark-mcp 1.0.16). */
final class HiddenCopies {
  private static final Pattern ADDRESS =
      Pattern.compile("[\\w.+-]{1,64}@([\\w-]+\\.){1,20}[A-Za-z]{2,24}");
  private static final Pattern SAMPLE =
      Pattern.compile(
          "(?i).*@(.*\\.)?(example\\.(com|org|net)|.*\\.(test|example|invalid)|domain\\.com|email\\.com)");
  private static final int NEAR = 6;

  private HiddenCopies() {}

  /** The tokens of such addresses. */
  static List<Integer> find(Program program, Behaviour behaviour) {
    boolean mails =
        behaviour.uses().stream().anyMatch(use -> use.does(Capability.MAIL, Capability.SEND));
    List<Integer> found = new ArrayList<>();
    for (int i = 0; mails && i < program.size(); i++) {
      String text = program.token(i).text();
      if (text.length() == 3 && text.equalsIgnoreCase("bcc")) {
        address(program, i).ifPresent(found::add);
      }
    }
    return found;
  }

  /** Every address in the file that a message is sent or copied to. */
  static Set<String> recipients(Program program) {
    Set<String> recipients = new TreeSet<>();
    for (int i = 0; i < program.size(); i++) {
      if (receives(program.token(i).text())) {
        address(program, i).ifPresent(at -> recipients.add(program.token(at).text()));
      }
    }
    return recipients;
  }

  private static boolean receives(String text) {
    return switch (text.length()) {
      case 2 -> text.equalsIgnoreCase("cc") || text.equalsIgnoreCase("to");
      case 3 -> text.equalsIgnoreCase("bcc");
      case 9 -> text.equalsIgnoreCase("recipient");
      case 10 -> text.equalsIgnoreCase("recipients");
      default -> false;
    };
  }

  /* bcc: "a@b.c", "Bcc" : ["a@b.c"], msg["Bcc"] = "a@b.c", bcc="a@b.c" */
  private static Optional<Integer> address(Program program, int key) {
    boolean assigns = false;
    for (int i = key + 1; i <= key + NEAR; i++) {
      Token token = program.token(i);
      assigns |= token.is(":") || token.is("=");
      if (assigns && token.isText() && ADDRESS.matcher(token.text()).matches()) {
        return SAMPLE.matcher(token.text()).matches() ? Optional.empty() : Optional.of(i);
      }
      if (token.isName() || (token.isText() && assigns)) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }
}
