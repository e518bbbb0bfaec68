package dev.sigil.scanner.behaviour;

import dev.sigil.scanner.code.Callee;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The calls and constants of one file, looked up once; what they carry is read many times. */
final class Calls {
  private static final Set<String> SHELLS =
      Set.of(
          "exec",
          "execSync",
          "system",
          "popen",
          "getoutput",
          "getstatusoutput",
          "execAsync",
          "execPromise",
          "create_subprocess_shell",
          "execCommand");

  private static final Set<String> SHELL_OPTIONS = Set.of("-c", "/c", "/C", "-Command");
  private static final Set<String> VERBS = Set.of("MethodPost", "MethodPut", "MethodPatch");

  private final Program program;
  private final BehaviourRules rules;
  private final @Nullable Call[] calls;
  private final int[] constants;
  private final Set<String> requests;
  private boolean reaches;

  /**
   * A call.
   *
   * @param does what it does, as its name and its arguments show
   * @param carried bits of {@link Mark} that its result has whatever its arguments are
   * @param harmless whether its result says nothing of its arguments
   * @param local the unit it calls; -1 for what this file does not define
   */
  record Call(Callee callee, Set<Capability> does, int carried, boolean harmless, int local) {}

  Calls(Program program, BehaviourRules rules, Units units) {
    this.program = program;
    this.rules = rules;
    this.calls = new Call[program.size()];
    this.constants = new int[program.size()];
    this.requests = requests(program);
    for (int i = 0; i < program.size(); i++) {
      Token token = program.token(i);
      if (token.is("(")) {
        Callee callee = program.callee(i);
        calls[i] = callee.name().isEmpty() ? null : call(callee, units);
      } else if (token.isText()) {
        constants[i] = rules.constant(token.text());
      }
    }
  }

  /** The call at a parenthesis; null when it is none. */
  @Nullable Call at(int open) {
    return open >= 0 && open < calls.length ? calls[open] : null;
  }

  /** What the constant at a token carries. */
  int constant(int token) {
    return constants[token];
  }

  /** Whether any call reaches outside. */
  boolean reach() {
    return reaches;
  }

  private Call call(Callee callee, Units units) {
    String name = callee.name();
    int close = program.partner(callee.open());
    BehaviourRules.Known by = rules.known(program.dialect(), name);
    Set<Capability> does = does(callee, close, by.does());
    int carried = by.carried();
    if ((carried & Mark.DATE) != 0 && !year(callee.open(), close)) {
      carried &= ~Mark.DATE;
    }
    if (callee.last().equals("getenv") && close > callee.open() + 1) {
      carried &= ~Mark.ENVIRONMENT;
    }
    if (name.equals("Buffer.from") && encoded(callee.open(), close)) {
      carried |= Mark.DECODED;
    }
    reaches |= !does.isEmpty();
    return new Call(callee, does, carried, by.harmless(), units.named(callee.last()));
  }

  private Set<Capability> does(Callee callee, int close, Set<Capability> does) {
    if (does.contains(Capability.EXECUTE) && shell(callee, close)) {
      Set<Capability> all = EnumSet.of(Capability.SHELL);
      all.addAll(does);
      return all;
    }
    boolean sends =
        (does.contains(Capability.FETCH) && sends(callee.open(), close)) || isWritten(callee);
    boolean opens = callee.last().equals("open") && writes(callee.open(), close);
    if (!sends && !opens) {
      return does;
    }
    Set<Capability> all = EnumSet.of(sends ? Capability.SEND : Capability.WRITE);
    all.addAll(does);
    if (opens) {
      all.remove(Capability.READ);
    }
    return all;
  }

  private boolean shell(Callee callee, int close) {
    if (SHELLS.contains(callee.last())) {
      return true;
    }
    for (int i = callee.open(); i < close; i++) {
      boolean told = program.dialect().typed() && program.token(i).isText();
      if (told && SHELL_OPTIONS.contains(program.token(i).text())) {
        return true;
      }
      if (program.token(i).is("shell") && program.token(i + 2).text().matches("(?i)true")) {
        return true;
      }
    }
    return false;
  }

  /* const sent = https.request(…); sent.write(body) */
  private boolean isWritten(Callee callee) {
    boolean writes = callee.last().equals("write") || callee.last().equals("end");
    return writes
        && callee.open() - callee.start() == 3
        && requests.contains(program.token(callee.start()).text());
  }

  private static Set<String> requests(Program program) {
    Set<String> requests = new HashSet<>();
    for (int i = 3; i < program.size(); i++) {
      boolean made = program.token(i).is("request") && program.token(i - 1).is(".");
      if (made && program.token(i - 2).text().matches("https?") && program.token(i - 3).is("=")) {
        requests.add(program.token(i - 4).text());
      }
    }
    return requests;
  }

  private boolean sends(int open, int close) {
    for (int i = open; i < close; i++) {
      Token token = program.token(i);
      Token after = program.token(i + 1);
      boolean key = after.is("=") || after.is(":");
      if ((token.isText() && isVerb(token.text()))
          || VERBS.contains(token.text())
          || (token.isName() && key && (token.is("body") || token.is("data")))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isVerb(String text) {
    return text.equalsIgnoreCase("post")
        || text.equalsIgnoreCase("put")
        || text.equalsIgnoreCase("patch");
  }

  private boolean writes(int open, int close) {
    int mode = program.endOfExpression(open + 1) + 1;
    int at = program.token(mode).is("mode") ? mode + 2 : mode;
    return at < close
        && program.token(at).isText()
        && program.token(at).text().matches("[rwaxbt+]*[wax+][rwaxbt+]*");
  }

  private boolean year(int open, int close) {
    for (int i = open; i < close; i++) {
      if (program.token(i).text().matches("20[2-9]\\d(-.*|/.*)?")) {
        return true;
      }
    }
    return false;
  }

  private boolean encoded(int open, int close) {
    for (int i = open; i < close; i++) {
      if (program.token(i).isText() && program.token(i).text().matches("base64(url)?|hex")) {
        return true;
      }
    }
    return false;
  }
}
