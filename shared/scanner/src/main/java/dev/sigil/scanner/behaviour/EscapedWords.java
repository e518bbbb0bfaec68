package dev.sigil.scanner.behaviour;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import dev.sigil.scanner.detect.ScannedFile;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Texts that name what loads or runs code and are written in escapes, letter for letter. */
final class EscapedWords {
  private static final Pattern RUNS =
      Pattern.compile(
          "require|child_process|exec(Sync)?|spawn|eval|Function|constructor|mainModule|(os\\.)?system|subprocess|__import__|.*\\b(curl|wget|/bin/(ba)?sh|powershell)\\b.*",
          Pattern.DOTALL);
  private static final Pattern ESCAPES =
      Pattern.compile("(\\\\x[0-9a-fA-F]{2}|\\\\u00[0-9a-fA-F]{2}|\\\\u\\{[0-9a-fA-F]{2}})+");
  private static final int SHORTEST = 4;
  private static final int LONGEST = 400;
  private static final int LONGEST_ESCAPE = 6;

  private EscapedWords() {}

  /** The tokens of such texts. */
  static List<Integer> find(Program program, ScannedFile file) {
    return IntStream.range(0, program.size())
        .filter(i -> isEscaped(program.token(i), file))
        .boxed()
        .toList();
  }

  private static boolean isEscaped(Token token, ScannedFile file) {
    int length = token.isText() ? token.text().length() : 0;
    int from = token.start() + 1;
    if (length < SHORTEST || length > LONGEST || !file.window(from, from + 1).equals("\\")) {
      return false;
    }
    String written = file.window(from, from + LONGEST_ESCAPE * length);
    return escapes(written, length) && RUNS.matcher(token.text()).matches();
  }

  /* Whether every letter is one escape. */
  private static boolean escapes(String written, int letters) {
    int size = written.startsWith("\\x") ? 4 : LONGEST_ESCAPE;
    return written.length() >= size * letters
        && ESCAPES.matcher(written.substring(0, size * letters)).matches();
  }
}
