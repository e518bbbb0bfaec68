package dev.sigil.scanner.behaviour;

import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Code that keeps from its readers what it loads or holds: no honest program needs either. */
final class Disguises {
  private static final Set<String> GLOBALS =
      Set.of("global", "globalThis", "process", "module", "window", "self");
  private static final Set<String> LOADS =
      Set.of("require", "mainModule", "eval", "Function", "child_process", "binding");
  /* Where the invisible characters begin that repeat those of ASCII. */
  private static final Set<String> TAGS = Set.of("0xE0000", "0xe0000", "917504");
  private static final Set<String> CHARACTERS =
      Set.of("chr", "fromCodePoint", "fromCharCode", "rune");
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{24,4000}={0,2}");
  private static final Pattern PROGRAM =
      Pattern.compile(
          "\\brequire\\(['\"]|\\bchild_process\\b|\\beval\\(|\\bexec(Sync)?\\(|\\bos\\.system\\(|\\bimport (os|subprocess|socket)\\b"
              + "|/bin/(ba)?sh\\b|\\bcurl -|\\bpowershell\\b");

  private final Program program;

  Disguises(Program program) {
    this.program = program;
  }

  List<Pairs.Pair> find() {
    List<Pairs.Pair> found = new ArrayList<>();
    for (int i = 0; i < program.size(); i++) {
      Token token = program.token(i);
      if (token.isText() && program.dialect() == Dialect.SCRIPT && isTakenByText(i)) {
        found.add(new Pairs.Pair(PairRules.HIDDEN_LOADING, i, -1));
      } else if (token.isText() && isDecoded(i) && holdsProgram(token.text())) {
        found.add(new Pairs.Pair(PairRules.ENCODED_PROGRAM, i, -1));
      } else if (TAGS.contains(token.text()) && becomesCharacter(i)) {
        found.add(new Pairs.Pair(CovertRules.MADE_INVISIBLE, i, -1));
      }
    }
    return found;
  }

  /* global["require"], process["mainModule"], []["flat"]["constructor"]("…") */
  private boolean isTakenByText(int i) {
    if (!program.token(i - 1).is("[") || !program.token(i + 1).is("]")) {
      return false;
    }
    String name = program.token(i).text();
    boolean constructs = name.equals("constructor") && program.token(i + 2).is("(");
    boolean text = constructs && program.token(i + 3).isText();
    return text
        || (GLOBALS.contains(program.token(i - 2).text())
            && !program.token(i - 3).is(".")
            && LOADS.contains(name));
  }

  /* chr(0xE0000 + ord(c)), String.fromCodePoint(0xe0000 + c.charCodeAt(0)) */
  private boolean becomesCharacter(int i) {
    int open = program.enclosing(i);
    boolean shifts = program.token(i + 1).is("+") || program.token(i - 1).is("+");
    return shifts
        && program.token(open).is("(")
        && CHARACTERS.contains(program.token(open - 1).text());
  }

  /* b64decode("…"), Buffer.from("…", "base64"), atob("…") */
  private boolean isDecoded(int i) {
    int open = program.enclosing(i);
    if (open != i - 1 || !program.token(open).is("(")) {
      return false;
    }
    String call = program.token(open - 1).text();
    boolean buffer = call.equals("from") && program.token(i + 2).text().equals("base64");
    return buffer || call.equals("atob") || call.endsWith("b64decode");
  }

  private static boolean holdsProgram(String text) {
    if (!BASE64.matcher(text).matches()) {
      return false;
    }
    String body = text.replace("=", "");
    int usable = body.length() % 4 == 1 ? body.length() - 1 : body.length();
    byte[] decoded = Base64.getDecoder().decode(body.substring(0, usable));
    return PROGRAM.matcher(new String(decoded, StandardCharsets.UTF_8)).find();
  }
}
