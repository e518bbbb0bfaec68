package dev.sigil.scanner.literal;

import dev.sigil.scanner.literal.Expression.Characters;
import dev.sigil.scanner.literal.Expression.Choice;
import dev.sigil.scanner.literal.Expression.Nothing;
import dev.sigil.scanner.literal.Expression.Repetition;
import dev.sigil.scanner.literal.Expression.Sequence;
import dev.sigil.scanner.literal.Expression.Single;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** Reads the syntax that {@code java.util.regex} and RE2 share, and gives up at anything else. */
final class ExpressionReader {
  private static final int ASCII = 128;
  private static final int DEEPEST = 50;
  private static final int MOST = 1_000;
  private static final String QUANTIFIERS = "?*+{";
  private static final String BLANKS = " \t\n\u000B\f\r";

  private final String regex;
  private int at;
  private int depth;

  private ExpressionReader(String regex) {
    this.regex = regex;
  }

  /** What {@code regex} is made of; empty when that is not understood. */
  static Optional<Expression> read(String regex) {
    ExpressionReader reader = new ExpressionReader(regex);
    try {
      Expression whole = reader.choice();
      return reader.at == regex.length() ? Optional.of(whole) : Optional.empty();
    } catch (NotUnderstoodException e) {
      return Optional.empty();
    }
  }

  private Expression choice() {
    require(++depth < DEEPEST);
    List<Expression> parts = new ArrayList<>(List.of(sequence()));
    while (sees("|")) {
      at++;
      parts.add(sequence());
    }
    depth--;
    return parts.size() == 1 ? parts.getFirst() : new Choice(List.copyOf(parts));
  }

  private Expression sequence() {
    List<Expression> parts = new ArrayList<>();
    while (at < regex.length() && !sees("|") && !sees(")")) {
      parts.add(repeated(atom()));
    }
    return parts.size() == 1 ? parts.getFirst() : new Sequence(List.copyOf(parts));
  }

  private Expression atom() {
    char c = regex.charAt(at++);
    return switch (c) {
      case '(' -> group();
      case '[' -> characters();
      case '\\' -> escape(next());
      case '.' -> except(new BitSet());
      case '^', '$' -> new Nothing();
      default -> {
        require(QUANTIFIERS.indexOf(c) < 0 && !Character.isSurrogate(c));
        yield new Single(c);
      }
    };
  }

  private Expression group() {
    boolean looks = sees("?=") || sees("?!") || sees("?<=") || sees("?<!");
    if (looks) {
      at += sees("?<") ? 3 : 2;
    } else if (sees("?")) {
      at++;
      while (at < regex.length() && "imsU-".indexOf(regex.charAt(at)) >= 0) {
        at++;
      }
      if (sees(")")) {
        at++;
        return new Nothing();
      }
      require(sees(":"));
      at++;
    }
    Expression inner = choice();
    require(sees(")"));
    at++;
    return looks ? new Nothing() : inner;
  }

  private Expression characters() {
    boolean inverted = sees("^");
    at += inverted ? 1 : 0;
    require(!sees("]"));
    BitSet ascii = new BitSet();
    boolean others = false;
    Optional<Character> only = Optional.empty();
    int members = 0;
    while (!sees("]")) {
      char c = next();
      require(c != '[' && c != '&' && !Character.isSurrogate(c));
      require(!inverted || c != '\\' || !(sees("p") || sees("P")));
      Expression member = c == '\\' ? escape(next()) : new Single(c);
      require(!(member instanceof Nothing));
      if (member instanceof Single first) {
        char last = range(first.character());
        only = Optional.of(last);
        members += last - first.character();
        others |= last >= ASCII;
        ascii.set(Math.min(first.character(), ASCII), Math.min(last, ASCII - 1) + 1);
      } else if (member instanceof Characters set) {
        ascii.or(set.ascii());
        others |= set.others();
        members++;
      }
      members++;
    }
    at++;
    if (inverted) {
      return except(ascii);
    }
    return members == 1 && only.isPresent()
        ? new Single(only.get())
        : new Characters(ascii, others);
  }

  /* The last character of the range that begins with `first`, which stands alone if none does. */
  private char range(char first) {
    if (!sees("-") || regex.startsWith("-]", at)) {
      return first;
    }
    at++;
    char c = next();
    require(c != '[');
    Expression last = c == '\\' ? escape(next()) : new Single(c);
    require(last instanceof Single);
    return last instanceof Single single && single.character() >= first
        ? single.character()
        : first;
  }

  private Expression escape(char c) {
    return switch (c) {
      case 'b', 'B', 'A', 'z', 'Z' -> new Nothing();
      case 'w' -> new Characters(words(), false);
      case 'd' -> new Characters(digits(), false);
      case 's' -> new Characters(blanks(), false);
      case 'p', 'P' -> property();
      case 'W' -> except(words());
      case 'D' -> except(digits());
      case 'S' -> except(blanks());
      case 'n' -> new Single('\n');
      case 't' -> new Single('\t');
      case 'r' -> new Single('\r');
      case 'f' -> new Single('\f');
      default -> {
        require(!Character.isLetterOrDigit(c));
        yield new Single(c);
      }
    };
  }

  /* Which characters have it is not known, so it may be any. */
  private Expression property() {
    if (next() == '{') {
      int end = regex.indexOf('}', at);
      require(end >= 0);
      at = end + 1;
    }
    return except(new BitSet());
  }

  private Expression repeated(Expression part) {
    Expression all = part;
    while (at < regex.length() && QUANTIFIERS.indexOf(regex.charAt(at)) >= 0) {
      char c = next();
      int least = c == '{' ? number() : c == '+' ? 1 : 0;
      all = new Repetition(all, least, c == '?');
      if (sees("?") || sees("+")) {
        at++;
      }
    }
    return all;
  }

  private int number() {
    int from = at;
    while (at < regex.length() && Character.isDigit(regex.charAt(at))) {
      at++;
    }
    int end = regex.indexOf('}', at);
    require(at > from && at - from < 5 && end >= 0);
    int least = Integer.parseInt(regex.substring(from, at));
    at = end + 1;
    return Math.min(least, MOST);
  }

  private static Characters except(BitSet ascii) {
    BitSet rest = (BitSet) ascii.clone();
    rest.flip(0, ASCII);
    return new Characters(rest, true);
  }

  private static BitSet blanks() {
    BitSet set = new BitSet();
    BLANKS.chars().forEach(set::set);
    return set;
  }

  private static BitSet digits() {
    BitSet set = new BitSet();
    set.set('0', '9' + 1);
    return set;
  }

  private static BitSet words() {
    BitSet set = digits();
    set.set('a', 'z' + 1);
    set.set('A', 'Z' + 1);
    set.set('_');
    return set;
  }

  private boolean sees(String text) {
    return regex.startsWith(text, at);
  }

  private char next() {
    require(at < regex.length());
    return regex.charAt(at++);
  }

  private static void require(boolean understood) {
    if (!understood) {
      throw new NotUnderstoodException();
    }
  }

  private static final class NotUnderstoodException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
