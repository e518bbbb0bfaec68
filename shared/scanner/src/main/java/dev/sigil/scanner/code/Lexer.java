package dev.sigil.scanner.code;

import dev.sigil.scanner.code.Token.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Cuts program text into tokens, in one pass and without ever going back. */
final class Lexer {
  private static final int MAX_TOKENS = 2_000_000;
  private static final int MAX_NESTING = 32;
  private static final int LONGEST_FORMAT = 200;
  private static final Map<String, String> OPERATORS =
      Stream.of(
              "===", "!==", "...", "**=", "//=", ">>=", "<<=", "&&=", "||=", "??=", "=>", "==",
              "!=", "<=", ">=", "->", ":=", "+=", "-=", "*=", "/=", "%=", "|=", "&=", "&&", "||",
              "??", "?.", "**", "//", "++", "--")
          .collect(Collectors.toUnmodifiableMap(sign -> sign, sign -> sign));
  private static final Set<String> BEFORE_REGEX =
      Set.of(
          "return", "typeof", "case", "in", "of", "do", "else", "void", "delete", "await", "yield");

  private static final String CONTINUES = "=>.*/<&|?+-";
  private static final int WORDS = 1 << 11;
  private static final String[] SIGNS = new String[256];

  static {
    for (char c = 0; c < SIGNS.length; c++) {
      SIGNS[c] = String.valueOf(c);
    }
  }

  private final Dialect dialect;
  private final String text;
  private final String[] words = new String[WORDS];
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int lineStart;
  private boolean first = true;
  private int nesting;

  private Lexer(Dialect dialect, String text) {
    this.dialect = dialect;
    this.text = text;
  }

  /** The tokens of {@code text}, which has one character per byte of UTF-8. */
  static List<Token> tokens(Dialect dialect, String text) {
    Lexer lexer = new Lexer(dialect, text);
    lexer.run(false);
    return lexer.tokens;
  }

  /* Runs to the end, or to the bracket that closes a hole. */
  private void run(boolean inHole) {
    int depth = 0;
    while (at < text.length() && tokens.size() < MAX_TOKENS) {
      char c = text.charAt(at);
      if (inHole && depth == 0 && (c == '}' || (dialect == Dialect.PYTHON && endsHole(c)))) {
        return;
      }
      if (c == '\n') {
        newline();
      } else if (c <= ' ') {
        at++;
      } else if (isComment(c)) {
        skipComment();
      } else if (isNameStart(c)) {
        name();
      } else if (c >= '0' && c <= '9') {
        number();
      } else if (c == '"' || c == '\'') {
        string(at, false, false);
      } else if (c == '`' && dialect == Dialect.SCRIPT) {
        template(1, "`", true);
      } else if (c == '`' && dialect == Dialect.GO) {
        raw();
      } else if (c == '/' && dialect == Dialect.SCRIPT && regexAllowed()) {
        regex();
      } else {
        depth += c == '{' || c == '(' || c == '[' ? 1 : c == '}' || c == ')' || c == ']' ? -1 : 0;
        operator();
      }
    }
  }

  private boolean endsHole(char c) {
    return (c == ':' || (c == '!' && at + 1 < text.length() && text.charAt(at + 1) != '='));
  }

  private void newline() {
    at++;
    lineStart = at;
    first = true;
  }

  private boolean isComment(char c) {
    if (dialect == Dialect.PYTHON || (at == 0 && text.startsWith("#!"))) {
      return c == '#';
    }
    return c == '/' && (text.startsWith("//", at) || text.startsWith("/*", at));
  }

  private void skipComment() {
    if (text.startsWith("/*", at) && dialect != Dialect.PYTHON) {
      int end = text.indexOf("*/", at + 2);
      int stop = end < 0 ? text.length() : end + 2;
      first |= crossLines(at, stop);
      at = stop;
    } else {
      int end = text.indexOf('\n', at);
      at = end < 0 ? text.length() : end;
    }
  }

  private void name() {
    int start = at;
    int hash = 0;
    while (at < text.length() && isNamePart(text.charAt(at))) {
      hash = 31 * hash + text.charAt(at);
      at++;
    }
    if (dialect == Dialect.PYTHON
        && at < text.length()
        && at - start <= 2
        && isQuote(text.charAt(at))) {
      String prefix = text.substring(start, at).toLowerCase(Locale.ROOT);
      if (prefix.chars().allMatch(c -> "rbuf".indexOf(c) >= 0)) {
        string(start, prefix.contains("r"), prefix.contains("f"));
        return;
      }
    }
    add(Kind.NAME, word(start, hash), start);
  }

  /* One string for all occurrences of a name, so that comparing and hashing it costs nothing. */
  private String word(int start, int hash) {
    int slot = (hash ^ hash >>> 11) & (WORDS - 1);
    String known = words[slot];
    if (known != null && known.length() == at - start && text.startsWith(known, start)) {
      return known;
    }
    String word = text.substring(start, at);
    words[slot] = word;
    return word;
  }

  private void number() {
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    add(Kind.NUMBER, text.substring(start, at), start);
  }

  private void operator() {
    boolean alone = at + 1 >= text.length() || CONTINUES.indexOf(text.charAt(at + 1)) < 0;
    for (int length = alone ? 1 : 3; length > 1; length--) {
      String known =
          at + length <= text.length() ? OPERATORS.get(text.substring(at, at + length)) : null;
      boolean floorDivision = dialect == Dialect.SCRIPT && text.startsWith("//", at);
      if (known != null && !floorDivision) {
        at += length;
        add(Kind.OPERATOR, known, at - length);
        return;
      }
    }
    at++;
    add(Kind.OPERATOR, SIGNS[text.charAt(at - 1) & 0xFF], at - 1);
  }

  /* `at` is on the opening quote; `start` on the prefix, if there is one. */
  private void string(int start, boolean raw, boolean interpolated) {
    char quote = text.charAt(at);
    String triple = String.valueOf(quote).repeat(3);
    boolean isTriple = triples(quote) && text.startsWith(triple, at);
    String close = isTriple ? triple : String.valueOf(quote);
    if (interpolated) {
      template(close.length(), close, isTriple);
      return;
    }
    boolean wasFirst = first;
    int column = start - lineStart;
    at += close.length();
    int from = at;
    while (at < text.length() && !text.startsWith(close, at)) {
      if (text.charAt(at) == '\n' && !isTriple) {
        break;
      }
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    int end = Math.min(at, text.length());
    at = Math.min(text.length(), end + (text.startsWith(close, end) ? close.length() : 0));
    String value = Escapes.decode(utf8(text.substring(from, end)), raw);
    tokens.add(new Token(Kind.STRING, value, start, wasFirst, column));
    crossLines(start, at);
    first = false;
  }

  private boolean triples(char quote) {
    return dialect == Dialect.PYTHON || (dialect == Dialect.JAVA && quote == '"');
  }

  /* `…` without escapes, over several lines. */
  private void raw() {
    int start = at;
    int end = text.indexOf('`', at + 1);
    at = end < 0 ? text.length() : end + 1;
    add(Kind.STRING, utf8(text.substring(start + 1, end < 0 ? at : end)), start);
    crossLines(start, at);
  }

  /* Moves the start of the line behind the last line break in [from, to), if there is one. */
  private boolean crossLines(int from, int to) {
    for (int i = to - 1; i >= from; i--) {
      if (text.charAt(i) == '\n') {
        lineStart = i + 1;
        return true;
      }
    }
    return false;
  }

  private void template(int quoteLength, String close, boolean lines) {
    int start = at;
    add(Kind.TEMPLATE, close, at);
    at += quoteLength;
    int from = at;
    String open = dialect == Dialect.PYTHON ? "{" : "${";
    while (at < text.length() && !text.startsWith(close, at)) {
      char c = text.charAt(at);
      if (c == '\n' && !lines) {
        break;
      }
      if (dialect == Dialect.PYTHON && (text.startsWith("{{", at) || text.startsWith("}}", at))) {
        at += 2;
      } else if (text.startsWith(open, at) && nesting < MAX_NESTING) {
        chunk(from);
        add(Kind.HOLE, open, at);
        at += open.length();
        nesting++;
        run(true);
        nesting--;
        int end = at;
        while (end < text.length() && end - at < LONGEST_FORMAT && text.charAt(end) != '}') {
          end++;
        }
        at = end < text.length() && text.charAt(end) == '}' ? end : at;
        add(Kind.HOLE_END, "}", at);
        at = Math.min(text.length(), at + 1);
        from = at;
      } else {
        at += c == '\\' ? 2 : 1;
      }
    }
    at = Math.min(at, text.length());
    chunk(from);
    add(Kind.TEMPLATE_END, close, at);
    at = Math.min(text.length(), at + (text.startsWith(close, at) ? close.length() : 0));
    crossLines(start, at);
  }

  private void chunk(int from) {
    if (at > from) {
      String value = Escapes.decode(utf8(text.substring(from, at)), false);
      add(Kind.CHUNK, value, from);
    }
  }

  private boolean regexAllowed() {
    if (tokens.isEmpty()) {
      return true;
    }
    Token last = tokens.getLast();
    return switch (last.kind()) {
      case NAME -> BEFORE_REGEX.contains(last.text());
      case OPERATOR ->
          !last.is(")") && !last.is("]") && !last.is("}") && !last.is("++") && !last.is("<");
      case HOLE -> true;
      default -> false;
    };
  }

  private void regex() {
    int start = at;
    boolean inClass = false;
    at++;
    while (at < text.length() && text.charAt(at) != '\n' && (inClass || text.charAt(at) != '/')) {
      char c = text.charAt(at);
      inClass = c == '[' || (inClass && c != ']');
      at += c == '\\' ? 2 : 1;
    }
    at = Math.min(text.length(), at + 1);
    while (at < text.length() && Character.isLetter(text.charAt(at))) {
      at++;
    }
    add(Kind.REGEX, text.substring(start, at), start);
  }

  private void add(Kind kind, String value, int start) {
    tokens.add(new Token(kind, value, start, first, Math.max(0, start - lineStart)));
    first = false;
  }

  private static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$' || c >= 128;
  }

  private static boolean isNamePart(char c) {
    return isNameStart(c) || (c >= '0' && c <= '9');
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }

  /* The text has one character per byte; a value that a person reads is made whole again. */
  private static String utf8(String latin) {
    for (int i = 0; i < latin.length(); i++) {
      if (latin.charAt(i) >= 128) {
        return new String(latin.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
      }
    }
    return latin;
  }
}
