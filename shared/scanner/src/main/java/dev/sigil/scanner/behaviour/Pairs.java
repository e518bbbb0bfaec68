package dev.sigil.scanner.behaviour;

import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.detect.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Judges what the calls of one file are given. */
final class Pairs {
  private static final int STOLEN = Mark.SECRET | Mark.ENVIRONMENT;

  private static final Set<String> SHELLS =
      Set.of("sh", "bash", "/bin/sh", "/bin/bash", "cmd", "cmd.exe", "powershell.exe");
  private static final Set<String> STREAMS =
      Set.of("getInputStream", "getOutputStream", "getErrorStream");

  private final Program program;
  private final Behaviour behaviour;

  Pairs(Program program, Behaviour behaviour) {
    this.program = program;
    this.behaviour = behaviour;
  }

  /**
   * A pair that was found.
   *
   * @param token where it does harm
   * @param source where what it harms with comes in; -1 when unknown
   */
  record Pair(Rule rule, int token, int source) {}

  List<Pair> find() {
    List<Pair> pairs = new ArrayList<>();
    for (Use use : behaviour.uses()) {
      judge(use).ifPresent(pairs::add);
      if (use.does(Capability.FETCH) && use.mark().has(Mark.METADATA)) {
        pairs.add(pair(PairRules.CLOUD_METADATA, use, Mark.METADATA));
      }
    }
    builtNames(pairs);
    shells(pairs);
    watched(pairs);
    pairs.addAll(Uploads.find(program, behaviour));
    pairs.addAll(new DownloadedFiles(program, behaviour).find());
    pairs.addAll(new Triggers(program, behaviour).find());
    pairs.addAll(new Swaps(program).find());
    if (!program.dialect().typed()) {
      pairs.addAll(new Disguises(program).find());
      pairs.addAll(new Patches(program, behaviour).find());
      pairs.addAll(new FixedLogins(program).find());
      pairs.addAll(new Turning(program, behaviour.units()).find());
      pairs.addAll(new Listings(program, behaviour.units()).find());
      pairs.addAll(new RemoteDescriptions(program, behaviour).find());
    }
    return pairs;
  }

  private Optional<Pair> judge(Use use) {
    return meeting(use.capabilities(), use.mark())
        .map(met -> new Pair(met.rule(), use.token(), behaviour.values().origin(met.bit())));
  }

  /**
   * What comes together in a call.
   *
   * @param bit what it is given that makes it harm
   */
  record Meeting(Rule rule, int bit) {}

  /** Judges a call by what it does and what it is given. */
  static Optional<Meeting> meeting(Set<Capability> does, Mark mark) {
    Use use = new Use(does, 0, 0, mark);
    if (use.does(Capability.EVALUATE) && mark.has(Mark.DECODED)) {
      return Optional.of(new Meeting(PairRules.DECODED_CODE, Mark.DECODED));
    }
    if (use.does(Capability.EVALUATE) && mark.has(Mark.REMOTE)) {
      return Optional.of(new Meeting(PairRules.REMOTE_CODE, Mark.REMOTE));
    }
    if (use.does(Capability.LOAD) && mark.has(Mark.REMOTE | Mark.FIXED_HOST)) {
      int from = mark.has(Mark.REMOTE) ? Mark.REMOTE : Mark.FIXED_HOST;
      return Optional.of(new Meeting(PairRules.REMOTE_CODE, from));
    }
    if (use.does(Capability.EXECUTE) && mark.has(Mark.DECODED)) {
      return Optional.of(new Meeting(PairRules.DECODED_COMMAND, Mark.DECODED));
    }
    if (use.does(Capability.SHELL) && mark.has(Mark.REMOTE)) {
      return Optional.of(new Meeting(PairRules.REMOTE_COMMAND, Mark.REMOTE));
    }
    boolean handed = use.does(Capability.HAND_OVER) && mark.has(Mark.FIXED_HOST);
    boolean sent = handed || use.does(Capability.SEND);
    boolean leaves = sent || use.does(Capability.FETCH, Capability.MAIL);
    if (leaves && mark.has(STOLEN)) {
      Rule rule = mark.has(Mark.FIXED_HOST) ? PairRules.SECRETS_SENT : PairRules.SECRETS_LEAVE;
      return Optional.of(new Meeting(rule, stolen(mark)));
    }
    if (sent && mark.has(Mark.ROWS) && mark.has(Mark.FIXED_HOST)) {
      return Optional.of(new Meeting(PairRules.RECORDS_SENT, Mark.ROWS));
    }
    if (sent && mark.has(Mark.CAPTURED) && mark.has(Mark.FIXED_HOST)) {
      return Optional.of(new Meeting(PairRules.CAPTURE_SENT, Mark.CAPTURED));
    }
    if (use.does(Capability.LOG) && mark.has(Mark.FIXED_HOST)) {
      return Optional.of(new Meeting(CovertRules.LOGS_SENT, Mark.FIXED_HOST));
    }
    if (use.does(Capability.RESOLVE) && mark.has(Mark.ENCODED)) {
      return Optional.of(new Meeting(PairRules.NAMES_CARRY, Mark.ENCODED));
    }
    boolean kept = use.does(Capability.WRITE, Capability.EMIT);
    if (kept && mark.has(STOLEN) && mark.has(Mark.HIDDEN_PLACE)) {
      return Optional.of(new Meeting(PairRules.SECRETS_COLLECTED, stolen(mark)));
    }
    if (kept && mark.has(Mark.CONVERSATION)) {
      return Optional.of(new Meeting(PairRules.CONVERSATION_KEPT, Mark.CONVERSATION));
    }
    if (use.does(Capability.ACCOUNTS)) {
      return Optional.of(new Meeting(CovertRules.ACCOUNTS_LISTED, 0));
    }
    return use.does(Capability.READ) && mark.has(Mark.KEY_PATH)
        ? Optional.of(new Meeting(PairRules.CREDENTIAL_FILE, Mark.KEY_PATH))
        : Optional.empty();
  }

  private static int stolen(Mark mark) {
    return mark.has(Mark.SECRET) ? Mark.SECRET : Mark.ENVIRONMENT;
  }

  private Pair pair(Rule rule, Use use, int bit) {
    return new Pair(rule, use.token(), behaviour.values().origin(bit));
  }

  /* Keys that are watched in a file that sends to a fixed host. */
  private void watched(List<Pair> pairs) {
    Optional<Use> sends =
        behaviour.uses().stream()
            .filter(use -> use.does(Capability.SEND) && use.mark().has(Mark.FIXED_HOST))
            .findFirst();
    behaviour.uses().stream()
        .filter(use -> use.does(Capability.WATCH) && sends.isPresent())
        .forEach(
            use -> pairs.add(new Pair(PairRules.CAPTURE_SENT, sends.get().token(), use.token())));
  }

  /* getattr(builtins, <anything but a name written down>) */
  private void builtNames(List<Pair> pairs) {
    boolean asks = program.mentions(Set.of("getattr"));
    for (int i = 0; asks && i + 4 < program.size(); i++) {
      boolean asked = program.token(i).is("getattr") && program.token(i + 1).is("(");
      String owner = asked ? program.token(i + 2).text() : "";
      boolean builtin = owner.equals("builtins") || owner.equals("__builtins__");
      if (builtin && program.token(i + 3).is(",") && built(i + 4)) {
        pairs.add(new Pair(PairRules.BUILT_NAME, i, -1));
      }
    }
  }

  private boolean built(int from) {
    int to = program.endOfExpression(from);
    return to > from + 1 && IntStream.range(from, to).anyMatch(i -> !program.token(i).isName());
  }

  /* A connection whose ends become a shell's input and output. */
  private void shells(List<Pair> pairs) {
    for (int i = connects() ? 0 : program.size(); i + 1 < program.size(); i++) {
      boolean ties = program.token(i).is("dup2") && program.token(i + 1).is("(");
      boolean pipes =
          program.token(i).is("pipe")
              && program.token(i + 2).text().equals("stdin")
              && program.token(i - 1).is(".");
      if (ties || pipes || (program.token(i).is("stdin") && piped(i)) || wired(i)) {
        Set<Capability> does = behaviour.does(behaviour.units().of(i));
        if (does.contains(Capability.CONNECT)) {
          pairs.add(new Pair(PairRules.SOCKET_SHELL, i, -1));
          return;
        }
      }
    }
  }

  private boolean connects() {
    return behaviour.uses().stream().anyMatch(use -> use.does(Capability.CONNECT));
  }

  /* Go: cmd.Stdin = connection. Java: a shell's streams beside those of a socket. */
  private boolean wired(int i) {
    boolean go =
        program.dialect() == Dialect.GO
            && program.token(i).is("Stdin")
            && program.token(i + 1).is("=")
            && !program.token(i + 3).is(".");
    boolean java =
        program.dialect() == Dialect.JAVA
            && program.token(i).isText()
            && SHELLS.contains(program.token(i).text())
            && calls(behaviour.units().of(i)).containsAll(STREAMS);
    return (go || java) && behaviour.does(behaviour.units().of(i)).contains(Capability.EXECUTE);
  }

  private Set<String> calls(int unit) {
    Set<String> names = new HashSet<>();
    for (int i = 0; i < program.size(); i++) {
      if (program.token(i + 1).is("(") && behaviour.units().of(i) == unit) {
        names.add(program.token(i).text());
      }
    }
    return names;
  }

  /* socket.pipe(shell.stdin) */
  private boolean piped(int i) {
    int open = program.enclosing(i);
    return program.token(open).is("(") && program.token(open - 1).is("pipe");
  }
}
