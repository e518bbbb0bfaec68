package dev.sigil.scanner.behaviour;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Judges what calls are given. What a program is handed to read is data, unless a shell or an
 * interpreter may read it.
 */
final class Inputs {
  private static final Pattern INTERPRETER =
      Pattern.compile(
          "(/\\S{1,40}/)?(sh|bash|zsh|dash|cmd(\\.exe)?|powershell(\\.exe)?|pwsh|python[0-9.]*|node|perl|ruby|php)(\\s.*)?");

  private final Program program;
  private final Values values;
  private final boolean interprets;

  Inputs(Program program, Values values) {
    this.program = program;
    this.values = values;
    this.interprets = program.dialect().typed() || interprets(program);
  }

  private static boolean interprets(Program program) {
    return IntStream.range(0, program.size())
        .anyMatch(
            i ->
                program.token(i).isText()
                    && INTERPRETER.matcher(program.token(i).text()).matches());
  }

  /** What the arguments of {@code call} carry together. */
  Mark given(Calls.Call call) {
    int open = call.callee().open();
    int close = program.partner(open);
    return interprets || !call.does().contains(Capability.EXECUTE)
        ? values.of(open + 1, close)
        : withoutInput(open + 1, close);
  }

  /* run(program, input=text) and execSync(program, {input: text}) */
  private Mark withoutInput(int from, int close) {
    Mark mark = Mark.NONE;
    int end = from;
    for (int at = from; at < close; at = end + 1) {
      end = Math.min(close, program.endOfExpression(at));
      Token sign = program.token(at + 1);
      boolean input = program.token(at).is("input") && (sign.is("=") || sign.is(":"));
      if (program.token(at).is("{")) {
        mark = mark.or(withoutInput(at + 1, program.partner(at)));
      } else if (!input) {
        mark = mark.or(values.of(at, end));
      }
    }
    return mark;
  }
}
