package dev.sigil.scanner.behaviour;

import dev.sigil.scanner.code.Callee;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
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

  private static final Set<String> CONNECTS =
      Set.of("connect", "HTTPConnection", "HTTPSConnection");
  private static final Set<String> ASKED_WITH = Set.of("headers", "params", "cookies");
  private static final String HTTPS = "https://";
  private static final Pattern KEY = Pattern.compile("[A-Za-z]\\w*");
  private static final Pattern BARE_HOST =
      Pattern.compile("([a-z0-9-]{1,63}\\.){1,8}[a-z]{2,24}", Pattern.CASE_INSENSITIVE);

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
    for (int i = 0; i < program.size(); i++) {
      if (program.token(i).isText()
          && namesHost(i)
          && Hosts.foreign(HTTPS + program.token(i).text())) {
        constants[i] |= Mark.FIXED_HOST;
      }
    }
  }

  /* hostname: "c2.dev", HTTPSConnection("c2.dev"), connect(("c2.dev", 443)) */
  private boolean namesHost(int text) {
    String host = program.token(text).text();
    if (host.indexOf('.') < 1 || host.indexOf(' ') >= 0) {
      return false;
    }
    String key = program.token(text - 2).text();
    boolean keyed =
        (program.token(text - 1).is(":") || program.token(text - 1).is("="))
            && (key.equals("host") || key.equals("hostname"));
    int open = program.enclosing(text);
    Call direct = at(open);
    Call call = direct == null ? at(program.enclosing(open)) : direct;
    return (keyed || (call != null && opens(call))) && BARE_HOST.matcher(host).matches();
  }

  private static boolean opens(Call call) {
    return call.does().contains(Capability.LOG)
        || call.does().contains(Capability.CONNECT)
        || call.does().contains(Capability.MAIL)
        || CONNECTS.contains(call.callee().last());
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
    boolean asks = callee.last().equals("get") && asks(callee.open(), close);
    if (!sends && !opens && !asks) {
      return looksUp(callee) ? Set.of() : does;
    }
    Set<Capability> all =
        EnumSet.of(sends ? Capability.SEND : opens ? Capability.WRITE : Capability.FETCH);
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

  /** Whether what stands between the parentheses says that data goes with it. */
  boolean sends(int open, int close) {
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

  /* client.get(url, headers=…): a dictionary's get has no headers */
  private boolean asks(int open, int close) {
    for (int at = program.endOfExpression(open + 1) + 1;
        at < close;
        at = program.endOfExpression(at) + 1) {
      boolean keyword = program.token(at + 1).is("=");
      boolean object = program.token(at).is("{") && program.token(at + 1).is("headers");
      if (object || (keyword && ASKED_WITH.contains(program.token(at).text()))) {
        return true;
      }
    }
    return false;
  }

  /* session.get("state"): a key, where a request has an address */
  private boolean looksUp(Callee callee) {
    Token key = program.token(callee.open() + 1);
    boolean method = callee.last().equals("get") && callee.open() - callee.start() > 1;
    return method && key.isText() && KEY.matcher(key.text()).matches();
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
