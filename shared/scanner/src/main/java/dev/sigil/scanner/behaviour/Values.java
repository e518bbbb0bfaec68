package dev.sigil.scanner.behaviour;

import dev.sigil.scanner.code.Callee;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Judges what expressions carry. Bounded in work and depth. Used by one thread. */
final class Values {
  /* Addresses by which every machine calls itself. */
  private static final Set<String> OWN =
      Set.of("localhost", "127.0.0.1", "::1", "[::1]", "0.0.0.0", "");
  private static final long LEAST_WORK = 1_000_000;
  private static final int WORK_PER_TOKEN = 30;
  private static final int DEEPEST = 20;
  private static final Set<String> PLAIN_PARTS =
      Set.of(
          "length",
          "size",
          "status",
          "status_code",
          "ok",
          "statusText",
          "headers",
          "returncode",
          "keys");
  private static final Set<String> CLOCK =
      Set.of("now", "utcnow", "today", "getTime", "localtime", "gmtime", "Date");
  private static final Set<String> MACHINE =
      Set.of("gethostname", "hostname", "getuser", "getlogin", "getfqdn", "userInfo", "getnode");

  /** The names that make a condition one of {@link Mark#TRIGGER}. */
  static final Set<String> TRIGGERS =
      Stream.concat(CLOCK.stream(), MACHINE.stream()).collect(Collectors.toUnmodifiableSet());

  private static final Pattern PRINTS =
      Pattern.compile("^(/usr)?(/bin/)?(cat|base64|security|strings|tar)( |$)");
  private static final Pattern CLIPBOARD =
      Pattern.compile(
          "^(pbpaste|xclip|xsel|wl-paste|screencapture|powershell.*Get-Clipboard)( |$)");
  /* By which what a connection brings is read. */
  private static final Set<String> BRINGS =
      Set.of(
          "Text",
          "Bytes",
          "ReadString",
          "ReadLine",
          "ReadBytes",
          "readLine",
          "readline",
          "read",
          "nextLine",
          "lines");
  private static final int FIRST_ARGUMENT = 4;
  private static final Set<String> COMPARES =
      Set.of("<", ">", "<=", ">=", "==", "!=", "===", "!==", "in");
  private static final Set<String> CONVERSATION =
      Set.of(
          "conversation_history",
          "conversationHistory",
          "chat_history",
          "chatHistory",
          "system_prompt",
          "systemPrompt",
          "conversation_context",
          "full_conversation");
  private static final Pattern SETTING = Pattern.compile("[A-Z][A-Z0-9_]+");
  /* What puts into a text those variables that the text names. */
  private static final Set<String> FILLS = Set.of("substitute", "safe_substitute");
  private static final Set<String> WHOLE = Set.of("", "items", "copy", "values");

  private final Program program;
  private final Calls calls;
  private final Units units;
  private final Marks marks;
  private final Map<Integer, Integer> origins = new HashMap<>();
  private long work;
  private int depth;

  Values(Program program, Calls calls, Units units, Marks marks) {
    this.program = program;
    this.calls = calls;
    this.units = units;
    this.marks = marks;
  }

  /** Whether a bound was hit, so that something may have been missed. */
  boolean isExhausted() {
    return work > Math.max(LEAST_WORK, (long) WORK_PER_TOKEN * program.size());
  }

  /** Where this bit was last seen to come in; -1 when it never was. */
  int origin(int bit) {
    return origins.getOrDefault(bit, -1);
  }

  /** What the tokens in {@code [from, to)} carry together. */
  Mark of(int from, int to) {
    Mark mark = Mark.NONE;
    boolean clock = false;
    boolean machine = false;
    boolean compared = false;
    boolean literal = false;
    for (int i = from; i < to && !isExhausted(); i++) {
      work++;
      Token token = program.token(i);
      if (units.blockEnd(i) > i && i > from) {
        i = units.blockEnd(i) - 1;
      } else if (token.isText()) {
        mark = mark.or(seen(calls.constant(i), i));
        literal |= !OWN.contains(token.text());
      } else if (token.isName()) {
        clock |= CLOCK.contains(token.text());
        machine |= MACHINE.contains(token.text());
        compared |= token.text().equals("in");
        mark = mark.or(name(i));
      } else if (token.is("(")) {
        Calls.Call call = calls.at(i);
        if (call != null) {
          mark = mark.or(result(call));
          i = skipsArguments(call) ? Math.max(i, program.partner(i)) : i;
        }
      } else {
        compared |= COMPARES.contains(token.text());
      }
    }
    boolean dated = clock && compared && mark.has(Mark.DATE);
    return dated || (machine && compared && literal) ? mark.or(seen(Mark.TRIGGER, from)) : mark;
  }

  private Mark result(Calls.Call call) {
    Callee callee = call.callee();
    Mark mark = seen(call.carried(), callee.start());
    boolean opens = call.does().contains(Capability.READ);
    mark = opens ? mark.or(seen(Mark.CONTENT, callee.start())) : mark;
    mark = prints(call, CLIPBOARD) ? mark.or(seen(Mark.CAPTURED, callee.start())) : mark;
    if (BRINGS.contains(callee.last()) && receiver(callee).has(Mark.CONNECTION)) {
      mark = mark.or(seen(Mark.REMOTE, callee.start()));
    }
    boolean reads = opens || prints(call, PRINTS);
    if (reads && given(callee).has(Mark.CREDENTIAL_PATH)) {
      mark = mark.or(seen(Mark.SECRET, callee.start()));
    }
    if (call.local() >= 0) {
      return mark.or(marks.result(callee.last()));
    }
    boolean imported = callee.name().contains(".") && callee.open() - callee.start() == 1;
    return imported ? mark.or(Mark.result(callee.name())) : mark;
  }

  /* A command whose output is the content of what it is given. */
  private boolean prints(Calls.Call call, Pattern programs) {
    int open = call.callee().open();
    return call.does().contains(Capability.EXECUTE)
        && IntStream.range(open, Math.min(program.partner(open), open + FIRST_ARGUMENT))
            .filter(i -> program.token(i).isText())
            .limit(1)
            .anyMatch(i -> programs.matcher(program.token(i).text()).find());
  }

  private Mark given(Callee callee) {
    if (depth >= DEEPEST) {
      return Mark.NONE;
    }
    depth++;
    Mark all = of(callee.open() + 1, program.partner(callee.open())).or(receiver(callee));
    depth--;
    return all;
  }

  private Mark receiver(Callee callee) {
    boolean method = callee.open() - callee.start() > 1;
    return method && depth < DEEPEST ? of(callee.start(), callee.open() - 2) : Mark.NONE;
  }

  private boolean skipsArguments(Calls.Call call) {
    int after = program.partner(call.callee().open()) + 1;
    boolean plain =
        program.token(after).is(".") && PLAIN_PARTS.contains(program.token(after + 1).text());
    return plain || call.harmless() || (call.carried() & Mark.REMOTE) != 0 || call.local() >= 0;
  }

  private Mark name(int i) {
    Token before = program.token(i - 1);
    Token after = program.token(i + 1);
    String text = program.token(i).text();
    boolean label = after.is(":") && (before.is("{") || before.is(","));
    boolean keyword = after.is("=") && (before.is("(") || before.is(","));
    if (label || keyword) {
      return Mark.NONE;
    }
    if (before.is(".") || before.is("?.")) {
      return environment(i)
          ? seen(Mark.ENVIRONMENT, i)
          : own(program.token(i - 2).text()) ? marks.member(text) : Mark.NONE;
    }
    boolean part = after.is(".") && PLAIN_PARTS.contains(program.token(i + 2).text());
    if (CONVERSATION.contains(text) && !part && units.isParameter(units.of(i), text)) {
      return seen(Mark.CONVERSATION, i).or(marks.variable(units.of(i), text));
    }
    if (part || after.is("(")) {
      return Mark.NONE;
    }
    Mark mark = marks.variable(units.of(i), text);
    return isSetting(i) ? mark.without(Mark.ENVIRONMENT) : mark;
  }

  /* environment["API_KEY"] and environment.get("API_KEY") take one variable of them. */
  private boolean isSetting(int i) {
    boolean asked = program.token(i + 1).is(".") && program.token(i + 2).is("get");
    Token key = program.token(asked ? i + 4 : i + 2);
    return (asked || program.token(i + 1).is("["))
        && key.isText()
        && SETTING.matcher(key.text()).matches();
  }

  private static boolean own(String owner) {
    return owner.equals("self")
        || owner.equals("this")
        || owner.equals("cls")
        || (!owner.isEmpty() && Character.isUpperCase(owner.charAt(0)));
  }

  /* os.environ and process.env as a whole, not one variable of them. */
  private boolean environment(int i) {
    String text = program.token(i).text();
    String owner = program.token(i - 2).text();
    boolean named =
        (text.equals("environ") && owner.equals("os"))
            || (text.equals("env") && owner.equals("process"));
    if (!named) {
      return false;
    }
    Token after = program.token(i + 1);
    String part = after.is(".") ? program.token(i + 2).text() : "";
    boolean spread = program.token(i - 3).is("...") || program.token(i - 3).is("**");
    boolean whole = WHOLE.contains(part) && !after.is("[") && !after.is("?.");
    return whole && !spread && !asked(i - 3) && !FILLS.contains(program.token(i - 4).text());
  }

  /* "NAME" in os.environ asks whether there is one; for name in os.environ takes them all. */
  private boolean asked(int in) {
    int at = in - 1;
    while (at > in - 6 && (program.token(at).isName() || program.token(at).is(","))) {
      if (program.token(at).is("for")) {
        return false;
      }
      at--;
    }
    return program.token(in).is("in");
  }

  private Mark seen(int bits, int token) {
    for (int bit = bits; bit != 0; bit &= bit - 1) {
      origins.put(Integer.lowestOneBit(bit), token);
    }
    return Mark.of(bits);
  }
}
