package dev.sigil.scanner.behaviour;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Blind copies to an address that is written into code that sends mail (postmark-mcp 1.0.16). */
final class HiddenCopies {
  private static final Pattern ADDRESS =
      Pattern.compile("[\\w.+-]{1,64}@([\\w-]+\\.){1,20}[A-Za-z]{2,24}");
  private static final Pattern SAMPLE =
      Pattern.compile(
          "(?i).*@(.*\\.)?(example\\.(com|org|net)|.*\\.(test|example|invalid)|domain\\.com|email\\.com)");
  private static final Set<String> SENDS = Set.of("sendmail", "SendMail");
  private static final int NEAR = 6;

  private HiddenCopies() {}

  private record Recipient(int token, String address) {}

  /** The tokens of such addresses. */
  static List<Integer> find(Program program, Behaviour behaviour) {
    boolean mails =
        behaviour.uses().stream().anyMatch(use -> use.does(Capability.MAIL, Capability.SEND));
    List<Integer> found = new ArrayList<>();
    for (int i = 0; mails && i < program.size(); i++) {
      String text = program.token(i).text();
      if (text.length() == 3 && text.equalsIgnoreCase("bcc")) {
        address(program, i).map(Recipient::token).ifPresent(found::add);
      } else if (isAddress(program.token(i)) && isBesideOthers(program, i)) {
        found.add(i);
      }
    }
    return found;
  }

  /** Every address that a message is sent or copied to, by its token. */
  static Map<Integer, String> recipients(Program program) {
    Map<Integer, String> recipients = new TreeMap<>();
    for (int i = 0; i < program.size(); i++) {
      if (receives(program.token(i).text())) {
        address(program, i).ifPresent(found -> recipients.put(found.token(), found.address()));
      } else if (SENDS.contains(program.token(i).text()) && program.token(i + 1).is("(")) {
        program.arguments(i + 1).stream()
            .map(range -> range[0])
            .skip(1)
            .filter(at -> isAddress(program.token(at)))
            .forEach(at -> recipients.put(at, program.token(at).text()));
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

  /* recipients = [to, "a@b.c"], rcpt := []string{to, "a@b.c"} */
  private static boolean isBesideOthers(Program program, int address) {
    int open = program.enclosing(address);
    boolean list = program.token(open).is("[") || program.token(open - 1).is("string");
    return list
        && program.arguments(open).stream()
            .anyMatch(range -> range[1] == range[0] + 1 && program.token(range[0]).isName());
  }

  /* bcc: "a@b.c", "Bcc" : ["a@b.c"], msg["Bcc"] = "a@b.c", bcc="a@b.c", bcc = ARCHIVE */
  private static Optional<Recipient> address(Program program, int key) {
    boolean assigns = false;
    for (int i = key + 1; i <= key + NEAR; i++) {
      Token token = program.token(i);
      if (assigns && isAddress(token)) {
        return Optional.of(new Recipient(i, token.text()));
      }
      if (assigns && token.isName() && program.endOfExpression(i) == i + 1) {
        return joined(program, token.text());
      }
      if (token.isName() || (token.isText() && assigns)) {
        return Optional.empty();
      }
      assigns |= token.is(":") || token.is("=");
    }
    return Optional.empty();
  }

  private static boolean isAddress(Token token) {
    return token.isText() && isAddress(token.text());
  }

  private static boolean isAddress(String text) {
    return ADDRESS.matcher(text).matches() && !SAMPLE.matcher(text).matches();
  }

  /* ARCHIVE = "a@b.c", ["a", "b.c"].join("@"), "a" + "@" + "b.c" */
  private static Optional<Recipient> joined(Program program, String name) {
    for (int i = 0; i < program.size(); i++) {
      if (program.token(i).is(name) && program.token(i + 1).is("=")) {
        String text = Constants.of(program, i + 2);
        return isAddress(text) ? Optional.of(new Recipient(i, text)) : Optional.empty();
      }
    }
    return Optional.empty();
  }
}
