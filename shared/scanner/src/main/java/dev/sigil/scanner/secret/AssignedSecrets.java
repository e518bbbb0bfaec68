package dev.sigil.scanner.secret;

import dev.sigil.core.scan.Severity;
import dev.sigil.core.scan.Verdict;
import dev.sigil.scanner.detect.LiteralIndex;
import dev.sigil.scanner.detect.Rule;
import dev.sigil.scanner.detect.ScannedFile;
import dev.sigil.scanner.secret.SecretDetector.Found;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * Finds random-looking constants given to names such as {@code api_key} or {@code password}. This
 * is what drowns readers of other tools, so it is a hand-written walk from the name to the value
 * that gives up at the first doubt, and it warns, never blocks.
 */
final class AssignedSecrets {
  static final String VERSION = "assigned-3";

  private static final List<String> NAMED =
      List.of(
          "password",
          "passwd",
          "pwd",
          "passphrase",
          "secret",
          "token",
          "api_key",
          "apikey",
          "api-key",
          "access_key",
          "accesskey",
          "access-key",
          "auth_key",
          "authkey",
          "private_key",
          "privatekey",
          "client_key",
          "signing_key",
          "encryption_key",
          "credential",
          "secret_key",
          "secretkey");
  private static final LiteralIndex NAMES = LiteralIndex.of(NAMED);
  private static final Set<String> UNQUOTED =
      Set.of("env", "properties", "ini", "cfg", "conf", "toml");
  private static final Pattern SETTINGS =
      Pattern.compile("\\.env.*|(?i)(docker|container)file(\\..*)?|.*\\.dockerfile");
  private static final String UNQUOTED_ENDS = " #;,`\"'&";
  private static final Pattern DIGEST =
      Pattern.compile("(?i).*(hashed|masked|encrypted|sealed)[_-]?");
  private static final int LONGEST_PREFIX = 16;
  private static final int LONGEST_NAME = 24;
  private static final int LONGEST_VALUE = SecretValues.LONGEST;
  private static final Pattern NOT_SECRET_NAME =
      Pattern.compile(
          "(_?(id|ids|name|names|url|uri|path|file|type|types|field|header|prefix|suffix|length|"
              + "size|count|limit|max|min|hash|arn|detection|regex|pattern|label|title|hint|env|var|key_name|"
              + "endpoint|schema|format|ttl|expiry|expires|expiration|usage|param|parameter|"
              + "placeholder|description|message|error|prompt|status|enabled|required|provider|"
              + "manager|store|service|class|scope|scopes|symbol|index|kind))+s?",
          Pattern.CASE_INSENSITIVE);
  private static final Rule RULE =
      SecretRules.ruleFor("assigned", "password or key", Severity.MEDIUM, Verdict.WARN);

  /** Told of each value, with its offset. */
  interface Sink {
    void accept(int offset, String secret);
  }

  Found found(String secret) {
    return new Found(RULE, secret);
  }

  void inspect(ScannedFile file, Sink sink) {
    boolean bare = UNQUOTED.contains(extension(file));
    LongTexts texts = new LongTexts(file);
    IntPredicate unquoted = end -> bare || texts.contains(end);
    NAMES.scan(
        file.content(),
        (literal, end) -> {
          int start = end - NAMED.get(literal).length();
          Sink doubted =
              (offset, secret) -> {
                if (!isDigest(file, start) && !isShown(file, end)) {
                  sink.accept(offset, secret);
                }
              };
          walk(file, end, unquoted, doubted);
        });
  }

  /* hashed_secret: what was made of one. */
  private static boolean isDigest(ScannedFile file, int start) {
    return DIGEST.matcher(file.window(start - LONGEST_PREFIX, start)).matches();
  }

  /* >>> login(password="…") in a docstring shows how to call it. */
  private static boolean isShown(ScannedFile file, int at) {
    if (!file.location().extension().equals("py")) {
      return false;
    }
    String line = file.window(file.lineStart(at), at).stripLeading();
    return line.startsWith(">>> ") || line.startsWith("... ");
  }

  private static String extension(ScannedFile file) {
    String name = file.location().name();
    return SETTINGS.matcher(name).matches() ? "env" : file.location().extension();
  }

  private static void walk(ScannedFile file, int end, IntPredicate unquoted, Sink sink) {
    byte[] text = file.content();
    int at = end;
    while (at < text.length && at - end <= LONGEST_NAME && isName(text[at])) {
      at++;
    }
    if (at - end > LONGEST_NAME || NOT_SECRET_NAME.matcher(file.window(end, at)).matches()) {
      return;
    }
    int value = afterOperator(text, at);
    if (value < 0 || value >= text.length) {
      return;
    }
    byte quote = text[value];
    boolean quoted = quote == '"' || quote == '\'' || quote == '`';
    int start = quoted ? value + 1 : value;
    int stop = start;
    while (stop < text.length
        && stop - start <= LONGEST_VALUE
        && !ends(text[stop], quoted, quote)) {
      stop++;
    }
    String secret = file.window(start, stop);
    if (SecretValues.looksSecret(secret)
        && (quoted || unquoted.test(end) || isWholeText(text, end, at, stop))) {
      sink.accept(start, secret);
    }
  }

  /* "API_KEY:   …": a setting that is a text of its own. */
  private static boolean isWholeText(byte[] text, int end, int named, int stop) {
    int at = end - 1;
    while (at >= 0 && end - at < LONGEST_NAME && (isCapital(text[at]) || text[at] == '_')) {
      at--;
    }
    boolean open = named < text.length && (text[named] == ':' || text[named] == '=');
    return open
        && at >= 0
        && at < end - 1
        && stop < text.length
        && text[stop] == text[at]
        && (text[at] == '"' || text[at] == '\'' || text[at] == '`');
  }

  private static boolean isCapital(byte b) {
    return b >= 'A' && b <= 'Z';
  }

  /* name ["] [: str] (= | : | := | => | ,) — a comma only after a closed quote: setenv("KEY", "v") */
  private static int afterOperator(byte[] text, int from) {
    int at = from;
    boolean closed = at < text.length && (text[at] == '"' || text[at] == '\'' || text[at] == '`');
    at = closed ? at + 1 : at;
    at = at < text.length && text[at] == ']' ? at + 1 : at;
    at = skipBlanks(text, at);
    if (at + 4 < text.length && text[at] == ':' && text[skipBlanks(text, at + 1)] == 's') {
      int type = skipBlanks(text, at + 1);
      at =
          startsWith(text, type, "string")
              ? skipBlanks(text, type + 6)
              : startsWith(text, type, "str") ? skipBlanks(text, type + 3) : at;
    }
    if (at >= text.length) {
      return -1;
    }
    int operator = at;
    while (at < text.length
        && at - operator < 2
        && (text[at] == '=' || text[at] == ':' || text[at] == '>')) {
      at++;
    }
    boolean comparison = at - operator == 2 && text[operator] == '=' && text[operator + 1] == '=';
    if (comparison) {
      return -1;
    }
    if (at == operator) {
      if (!closed || text[at] != ',') {
        return -1;
      }
      at++;
    }
    return skipBlanks(text, at);
  }

  private static boolean startsWith(byte[] text, int at, String word) {
    for (int i = 0; i < word.length(); i++) {
      if (at + i >= text.length || text[at + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int skipBlanks(byte[] text, int from) {
    int at = from;
    while (at < text.length - 1 && at - from < 8 && (text[at] == ' ' || text[at] == '\t')) {
      at++;
    }
    return at;
  }

  private static boolean isName(byte b) {
    return Character.isLetterOrDigit(b) || b == '_' || b == '-';
  }

  private static boolean ends(byte b, boolean quoted, byte quote) {
    return b == '\n' || b == '\r' || (quoted ? b == quote : UNQUOTED_ENDS.indexOf(b) >= 0);
  }
}
