package dev.sigil.scanner.secret;

import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.detect.ScannedFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line as it reads once its literals are added up or decoded, which is where some secrets first
 * show.
 *
 * @param offset where the first of the pieces lies in the file
 * @param pieces what stands in the file instead
 */
record Rewritten(int offset, String text, List<String> pieces) {
  private static final int LONGEST_LINE = 2_000;
  private static final int MOST = 200;
  private static final Pattern ADDED =
      Pattern.compile(
          "([\"'`])([^\"'`\\\\\\n]{1,100})\\1(?:\\s{0,4}\\+\\s{0,4}\\1[^\"'`\\\\\\n]{1,100}\\1){1,12}");
  private static final Pattern LITERAL = Pattern.compile("([\"'`])([^\"'`]*)\\1");
  private static final Pattern DECODED =
      Pattern.compile(
          "(?:\\w{1,20}\\.)?(?:\\w{0,20}64decode|atob|Buffer\\.from|DecodeString)\\(\\s{0,4}b?([\"'`])([A-Za-z0-9+/_-]{10,400}={0,2})\\1"
              + "(?:, ?[\"'`]base64(?:url)?[\"'`])?\\)");

  /** The line, as a file of its own that lies where the file lies. */
  ScannedFile file(ScannedFile from) {
    return new ScannedFile(
        from.location(),
        text.getBytes(StandardCharsets.ISO_8859_1),
        from.line(offset),
        true,
        from.deadline(),
        from::read);
  }

  /** The lines of a file that read otherwise; the first {@value #MOST}. */
  static List<Rewritten> of(ScannedFile file) {
    if (SecretManifests.accepts(file.location())) {
      return SecretManifests.of(file);
    }
    List<Rewritten> found = new ArrayList<>();
    byte[] content = file.content();
    int from = Dialect.of(file.location()).isPresent() ? 1 : content.length;
    for (int i = from; i < content.length && found.size() < MOST; i++) {
      boolean adds = content[i] == '+' && isBetweenQuotes(content, i);
      if ((adds || (content[i] == '(' && mayDecode(content, i)))
          && file.lineEnd(i) - file.lineStart(i) < LONGEST_LINE) {
        rewrite(file, i, adds ? ADDED : DECODED, found);
        i = adds ? file.lineEnd(i) : i;
      }
    }
    return found;
  }

  private static void rewrite(ScannedFile file, int at, Pattern pattern, List<Rewritten> found) {
    int start = file.lineStart(at);
    String line = file.window(start, file.lineEnd(at));
    Matcher matcher = pattern.matcher(line);
    while (matcher.find()) {
      List<String> pieces = pieces(matcher.group());
      String read = pattern == ADDED ? String.join("", pieces) : Encoded.text(matcher.group(2));
      if (!read.isEmpty()) {
        String before = line.substring(0, matcher.start());
        found.add(new Rewritten(start + matcher.start(), before + '"' + read + '"', pieces));
      }
    }
  }

  private static List<String> pieces(String expression) {
    return LITERAL.matcher(expression).results().map(literal -> literal.group(2)).toList();
  }

  private static boolean isBetweenQuotes(byte[] content, int plus) {
    int before = plus - 1;
    while (before > 0 && content[before] == ' ') {
      before--;
    }
    int behind = plus + 1;
    while (behind < content.length && content[behind] == ' ') {
      behind++;
    }
    return behind < content.length
        && isQuote(content[behind])
        && content[behind] == content[before];
  }

  /* b64decode( atob( Buffer.from( DecodeString( */
  private static boolean mayDecode(byte[] content, int open) {
    byte last = content[open - 1];
    boolean quoted =
        open + 2 < content.length && (isQuote(content[open + 1]) || isQuote(content[open + 2]));
    return quoted && (last == 'e' || last == 'b' || last == 'm' || last == 'g');
  }

  private static boolean isQuote(byte b) {
    return b == '"' || b == '\'' || b == '`';
  }
}
