package dev.sigil.scanner.taint;

import dev.sigil.core.scan.Confidence;
import dev.sigil.core.scan.Severity;
import dev.sigil.scanner.code.Function;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import dev.sigil.scanner.detect.Findings;
import dev.sigil.scanner.detect.Rule;
import dev.sigil.scanner.detect.ScannedFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds checks that a path lies in a folder which {@code /srv/data-other} passes as well as {@code
 * /srv/data}: {@code path.startsWith(folder)} without a separator behind the folder (CWE-22).
 */
public final class PrefixChecks {
  private static final int MOST = 20;
  private static final Pattern FOLDER =
      Pattern.compile(
          "(?i).*(dir|dirs|directory|directories|root|roots|folder|workspace|sandbox|cwd|getcwd|home|base|base_?path|project_?path)");
  private static final Pattern PATH =
      Pattern.compile("(?i).*(path|file|resolved|absolute|normali[sz]ed|real|requested|target).*");
  private static final Set<String> RESOLVES =
      Set.of(
          "resolve",
          "normalize",
          "realpath",
          "realpathSync",
          "abspath",
          "normpath",
          "Abs",
          "Clean",
          "EvalSymlinks",
          "getCanonicalPath",
          "getAbsolutePath");
  private static final Set<String> SOUND =
      Set.of(
          "sep",
          "relative",
          "commonpath",
          "is_relative_to",
          "relative_to",
          "isPathInside",
          "Rel",
          "IsLocal",
          "Separator",
          "PathSeparator",
          "separator",
          "separatorChar",
          "toRealPath");

  private static final Rule RULE =
      Rule.warn(
              "taint/path-traversal",
              Severity.MEDIUM,
              "A path passes when its text starts with an allowed folder's, as that of a folder"
                  + " beside it does: /srv/data-other starts with /srv/data.",
              "Compare with the folder and a separator behind it, or ask path.relative or"
                  + " Path.is_relative_to; resolve links first.")
          .with(Confidence.MEDIUM);

  private final Program program;

  private PrefixChecks(Program program) {
    this.program = program;
  }

  /** Reports each such check of a program, in any language, at most 20 of them. */
  public static void report(ScannedFile file, Program program, Findings findings) {
    for (int open : new PrefixChecks(program).find()) {
      int at = program.token(open - 1).start();
      findings.add(RULE, file, at, TaintDetector.steps(file, program, Taint.NONE, at));
    }
  }

  private List<Integer> find() {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < program.size() && found.size() < MOST; i++) {
      if (program.token(i).is("(") && isWeak(i, program.token(i - 1).text()) && isAlone(i)) {
        found.add(i);
      }
    }
    return found;
  }

  private boolean isWeak(int open, String called) {
    int close = program.partner(open);
    return switch (called) {
      case "HasPrefix" -> {
        int second = program.endOfExpression(open + 1) + 1;
        yield isFolder(second, close) && isPath(open + 1, second);
      }
      case "startsWith", "startswith" ->
          isFolder(open + 1, close) && isPath(program.callee(open).start(), open - 1);
      default -> false;
    };
  }

  /* The argument is a folder's name, to which nothing is added. */
  private boolean isFolder(int from, int close) {
    boolean folder = false;
    for (int i = from; i < close; i++) {
      Token token = program.token(i);
      boolean part = token.is(".") || token.is("(") || token.is(")");
      if (!token.isName() && !part) {
        return false;
      }
      folder |= token.isName() && FOLDER.matcher(token.text()).matches();
    }
    return folder && !endsWithSeparator(program.token(close - 1).text());
  }

  private boolean isPath(int from, int to) {
    for (int i = from; i < to; i++) {
      if (program.token(i).isName() && PATH.matcher(program.token(i).text()).matches()) {
        return true;
      }
    }
    return false;
  }

  /* root = resolve(x) + sep, base = "/srv/data/" */
  private boolean endsWithSeparator(String name) {
    for (int i = 0; i < program.size(); i++) {
      if (program.token(i).is("=") && program.token(i - 1).is(name)) {
        int end = program.endOfExpression(i + 1);
        for (int k = i + 1; k < end; k++) {
          Token token = program.token(k);
          if (token.is("sep") || (token.isText() && token.text().endsWith("/"))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /* It judges a path that was resolved, and no better check stands beside it. */
  private boolean isAlone(int at) {
    Function around = around(at);
    Set<String> names = new HashSet<>();
    for (int i = around.from(); i < around.to(); i++) {
      Token token = program.token(i);
      if (token.isName()) {
        names.add(token.text());
      } else if (token.isText() && token.text().equals("/")) {
        return false;
      }
    }
    return names.stream().anyMatch(RESOLVES::contains) && names.stream().noneMatch(SOUND::contains);
  }

  /* The outermost function with a name around a token; the file when there is none. */
  private Function around(int at) {
    return program.functions().stream()
        .filter(function -> !function.name().isEmpty())
        .filter(function -> function.from() <= at && at < function.to())
        .findFirst()
        .orElse(new Function("", List.of(), 0, 0, program.size()));
  }
}
