package dev.sigil.scanner.hidden;

import dev.sigil.core.scan.Severity;
import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import dev.sigil.scanner.detect.Detector;
import dev.sigil.scanner.detect.Findings;
import dev.sigil.scanner.detect.HiddenCharacters;
import dev.sigil.scanner.detect.Location;
import dev.sigil.scanner.detect.Rule;
import dev.sigil.scanner.detect.ScannedFile;
import java.nio.charset.StandardCharsets;

/**
 * Finds characters that people do not see: what a reviewer approves is then not what a compiler or
 * a model reads. Runs that can spell something block; a single stray character only warns, since
 * editors and word processors leave them behind.
 */
public final class HiddenTextDetector implements Detector {
  private static final String FIX =
      "Delete the hidden characters: the excerpt shows them as \\u{…}.";
  static final Rule TAGS =
      Rule.block(
          "hidden/tag-characters",
          Severity.CRITICAL,
          "Invisible tag characters spell text that only a model or a program reads.",
          FIX);
  static final Rule BIDI =
      Rule.block(
          "hidden/bidi-control",
          Severity.HIGH,
          "Direction controls make the code read differently from how it shows (CVE-2021-42574).",
          FIX);
  static final Rule RUN =
      Rule.block(
          "hidden/invisible-run",
          Severity.CRITICAL,
          "A run of characters without width can carry a hidden payload or instruction.",
          FIX);
  static final Rule STRAY =
      Rule.warn(
          "hidden/invisible-character",
          Severity.MEDIUM,
          "A character without width makes equal-looking names and texts differ.",
          FIX);
  static final Rule ESCAPE =
      Rule.warn(
          "hidden/terminal-escape",
          Severity.HIGH,
          "A terminal escape sequence can overwrite or hide what a person sees of this text.",
          "Remove the escape character; write colours with the language's own escape instead.");

  private static final int LONGEST_LINE = 2_000;
  private static final int AROUND = 40;
  private static final int PAYLOAD = 4;
  private static final int BLACK_FLAG = 0x1F3F4;

  @Override
  public boolean accepts(Location location) {
    return true;
  }

  @Override
  public String version() {
    return "hidden-1";
  }

  @Override
  public boolean needsWholeFile() {
    return false;
  }

  @Override
  public void inspect(ScannedFile file, Findings findings) {
    if (!file.isText()) {
      return;
    }
    byte[] content = file.content();
    int at = 0;
    while (at < content.length) {
      if (content[at] >= 0 && content[at] != 0x1B) {
        at++;
      } else {
        at += Math.max(1, inspectRun(file, at, findings));
      }
    }
  }

  /* Judges the run of hidden characters at `at` and returns its length in bytes, 0 for none. */
  private static int inspectRun(ScannedFile file, int at, Findings findings) {
    byte[] content = file.content();
    if (content[at] == 0x1B) {
      if (at + 1 < content.length && (content[at + 1] == '[' || content[at + 1] == ']')) {
        findings.add(ESCAPE, file, at);
      }
      return 1;
    }
    int end = at;
    int count = 0;
    boolean tag = false;
    boolean bidi = false;
    boolean selectorsOnly = true;
    while (end < content.length) {
      int point = Utf8.at(content, end);
      if (!HiddenCharacters.isInvisible(point)) {
        break;
      }
      tag |= HiddenCharacters.isTag(point);
      bidi |= HiddenCharacters.isBidiControl(point);
      selectorsOnly &= HiddenCharacters.isVariationSelector(point);
      end += Utf8.length(content, end);
      count++;
    }
    if (count == 0) {
      return Utf8.length(content, at);
    }
    if (tag && Utf8.before(content, at) == BLACK_FLAG) {
      return end - at;
    }
    boolean ordinary =
        (selectorsOnly && count < PAYLOAD)
            || (at == 0 && count == 1 && Utf8.at(content, 0) == 0xFEFF);
    if (!ordinary) {
      Rule rule = tag ? TAGS : bidi ? bidiRule(file, at) : count >= PAYLOAD ? RUN : STRAY;
      findings.add(rule, file, at);
    }
    return end - at;
  }

  /* Bundles carry tables of all characters; what such a control reorders there is no text. */
  private static boolean isTable(ScannedFile file, int at) {
    if (file.lineEnd(at) - file.lineStart(at) < LONGEST_LINE) {
      return false;
    }
    String around =
        new String(
            file.content(),
            Math.max(0, at - AROUND),
            Math.min(file.content().length - Math.max(0, at - AROUND), 2 * AROUND),
            StandardCharsets.UTF_8);
    return around.chars().filter(c -> c < 128).count() * 2 < around.length();
  }

  /* A control holds to the end of its line: where the whole line belongs to a text that documents,
   * it reorders no code. */
  private static boolean isInDocstring(ScannedFile file, int at) {
    if (!file.location().extension().equals("py")) {
      return false;
    }
    Program program = file.reading(Program.class, read -> Program.of(read, Dialect.PYTHON));
    int next = 0;
    while (next < program.size() && program.token(next).start() <= at) {
      next++;
    }
    Token text = program.token(next - 1);
    boolean opened = text.isText() && text.first() && text.start() < file.lineStart(at);
    return opened && text.text().contains(file.lineText(at).strip() + "\n");
  }

  /* Right-to-left prose needs the controls; code that a machine runs does not. */
  private static Rule bidiRule(ScannedFile file, int at) {
    if (isTable(file, at) || isInDocstring(file, at)) {
      return STRAY;
    }
    boolean rightToLeft =
        file.lineText(at)
            .codePoints()
            .anyMatch(
                point ->
                    Character.getDirectionality(point) == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                        || Character.getDirectionality(point)
                            == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC);
    boolean data =
        switch (file.location().extension()) {
          case "json", "po", "pot", "html", "htm", "xml", "yaml", "yml", "csv", "srt", "vtt" ->
              true;
          default -> file.location().prose();
        };
    return rightToLeft && data ? STRAY : BIDI;
  }
}
