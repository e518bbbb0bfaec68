package dev.sigil.scanner.behaviour;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the constants of one file that are a threat where its code uses them. */
final class TextThreats {
  private static final Set<String> DESCRIBES = Set.of("description", "help", "doc");
  /* What is only said to whoever runs the program: an error's message, a line of its log. */
  private static final Pattern SAYS =
      Pattern.compile(
          "(?i)(.*[.])?(\\w*(error|exception)|print|println|printf|warn|echo)"
              + "|(console|log|logger|logging)\\.\\w+");
  private static final int SHORTEST = 4;

  private final Program program;
  private final Behaviour behaviour;

  TextThreats(Program program, Behaviour behaviour) {
    this.program = program;
    this.behaviour = behaviour;
  }

  /** A constant and the code that can do harm with it. */
  record Hit(TextThreat threat, int token, int unit) {}

  /**
   * Finds those at the positions {@code hinted} in the rules, of which the file holds a literal.
   */
  List<Hit> find(BehaviourRules rules, BitSet hinted) {
    List<Hit> hits = new ArrayList<>();
    if (hinted.isEmpty()) {
      return hits;
    }
    for (int i = 0; i < program.size(); i++) {
      Token token = program.token(i);
      if (token.isText() && token.text().length() >= SHORTEST) {
        BitSet likely = rules.likelyTexts(token.text());
        likely.and(hinted);
        if (likely.isEmpty() || documents(i)) {
          continue;
        }
        for (int k = likely.nextSetBit(0); k >= 0; k = likely.nextSetBit(k + 1)) {
          TextThreat threat = rules.texts().get(k);
          if (threat.matches(token.text())) {
            int unit = user(i, threat.needs());
            if (unit >= 0) {
              hits.add(new Hit(threat, i, unit));
            }
          }
        }
      }
    }
    return hits;
  }

  /* A string that stands alone, or says what a tool is for, does nothing. */
  private boolean documents(int i) {
    boolean alone = program.token(i).first() && program.enclosing(i) < 0;
    Token before = program.token(i - 1);
    boolean described =
        (before.is(":") || before.is("=")) && DESCRIBES.contains(program.token(i - 2).text());
    return (alone && program.endOfExpression(i) == i + 1) || described || said(i);
  }

  /* Python's print may write into a file. */
  private boolean said(int i) {
    int open = program.enclosing(i);
    if (!program.token(open).is("(") || !SAYS.matcher(program.callee(open).name()).matches()) {
      return false;
    }
    for (int at = open + 1; at < program.partner(open); at = program.endOfExpression(at) + 1) {
      if (program.token(at).is("file") && program.token(at + 1).is("=")) {
        return false;
      }
    }
    return true;
  }

  /* The unit that has what the threat needs: the constant's own, one that calls it, or, for a
   * constant of the file, one that names it. */
  private int user(int i, Set<Capability> needs) {
    int own = behaviour.units().of(i);
    if (own != Units.FILE) {
      return has(own, needs)
          ? own
          : callers(own).stream().filter(unit -> has(unit, needs)).findFirst().orElse(-1);
    }
    if (has(Units.FILE, needs)) {
      return Units.FILE;
    }
    String name = name(i);
    for (int k = 0; !name.isEmpty() && k < program.size(); k++) {
      int unit = behaviour.units().of(k);
      if (unit != Units.FILE && program.token(k).is(name) && has(unit, needs)) {
        return unit;
      }
    }
    return -1;
  }

  private boolean has(int unit, Set<Capability> needs) {
    return behaviour.reached(unit).stream().anyMatch(needs::contains);
  }

  private Set<Integer> callers(int unit) {
    Set<Integer> callers = new HashSet<>();
    for (int other = 1; other < behaviour.units().count(); other++) {
      if (other != unit && behaviour.graph().reach(other).get(unit)) {
        callers.add(other);
      }
    }
    return callers;
  }

  /* NAME in `NAME = [ … "text" … ]` */
  private String name(int i) {
    int at = i;
    while (program.enclosing(at) >= 0) {
      at = program.enclosing(at);
    }
    int equals = at - 1;
    while (equals > 0 && equals > at - 20 && !program.token(equals).is("=")) {
      equals--;
    }
    return program.token(equals).is("=") && program.token(equals - 1).isName()
        ? program.token(equals - 1).text()
        : "";
  }
}
