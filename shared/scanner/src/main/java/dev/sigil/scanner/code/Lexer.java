package dev.sigil.scanner.code;

import dev.sigil.scanner.code.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Cuts program text into tokens, in one pass and without ever going back. */
final class Lexer {
  private static final int MAX_TOKENS = 2_000_000;
  private static final int MAX_NESTING = 32;
  private static final int LONGEST_FORMAT = 200;

  private final Dialect dialect;
  private final String text;
  private final Words words = new Words();
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int lineStart;
  private boolean first = true;
  private int nesting;

  private Lexer(Dialect dialect, String text) {
    this.dialect = dialect;
    this.text = text;
  }

  /** Reads {@code text}, which has one character per byte of UTF-8. */
  static Lexer read(Dialect dialect, String text) {
    Lexer lexer = new Lexer(dialect, text);
    lexer.run(false);
    return lexer;
  }

  List<Token> tokens() {
    return tokens;
  }

  /** All names that it has read. */
  Set<String> words() {
    return words.all();
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
      } else if (Characters.isNameStart(c)) {
        name();
      } else if (c >= '0' && c <= '9') {
        number();
      } else if (c == '"' || c == '\'') {
        string(at, false, false);
      } else if (c == '`' && dialect == Dialect.SCRIPT) {
        template(1, "`", true);
      } else if (c == '`' && dialect == Dialect.GO) {
        raw();
      } else if (c == '/' && dialect == Dialect.SCRIPT && Regexes.mayStart(tokens)) {
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
    while (at < text.length() && Characters.isNamePart(text.charAt(at))) {
      hash = 31 * hash + text.charAt(at);
      at++;
    }
    if (dialect == Dialect.PYTHON
        && at < text.length()
        && at - start <= 2
        && Characters.isQuote(text.charAt(at))) {
      String prefix = text.substring(start, at).toLowerCase(Locale.ROOT);
      if (prefix.chars().allMatch(c -> "rbuf".indexOf(c) >= 0)) {
        string(start, prefix.contains("r"), prefix.contains("f"));
        return;
      }
    }
    add(Kind.NAME, words.at(text, start, at, hash), start);
  }

  private void number() {
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    add(Kind.NUMBER, text.substring(start, at), start);
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
    String value = Escapes.decode(Characters.utf8(text.substring(from, end)), raw);
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
    add(Kind.STRING, Characters.utf8(text.substring(start + 1, end < 0 ? at : end)), start);
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
      String value = Escapes.decode(Characters.utf8(text.substring(from, at)), false);
      add(Kind.CHUNK, value, from);
    }
  }

  private void add(Kind kind, String value, int start) {
    tokens.add(new Token(kind, value, start, first, Math.max(0, start - lineStart)));
    first = false;
  }

  private void operator() {
    String sign = Operators.at(dialect, text, at);
    at += sign.length();
    add(Kind.OPERATOR, sign, at - sign.length());
  }

  private void regex() {
    int start = at;
    at = Regexes.end(text, start);
    add(Kind.REGEX, text.substring(start, at), start);
  }
}
