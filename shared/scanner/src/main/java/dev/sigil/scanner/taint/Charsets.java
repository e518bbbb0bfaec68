package dev.sigil.scanner.taint;

import java.util.BitSet;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a text may still hold that a regular expression lets pass, where the expression is simple
 * enough to tell: one or more classes of characters.
 */
final class Charsets {
  private static final int LONGEST = 300;
  private static final String SHELL = ";|&$`";
  private static final String CODE = "()[]{};=`\"'";
  private static final String QUERY = "'\";";
  private static final Pattern ONE_CLASS =
      Pattern.compile("(\\[(?:\\\\.|[^\\]\\\\])+\\])(?:[+*]|\\{\\d+(?:,\\d*)?\\})?");
  private static final Pattern WHOLE = Pattern.compile("(?s)(?:\\^|\\\\A)(.+?)(?:\\$|\\\\Z|\\\\z)");
  private static final Pattern WRITTEN = Pattern.compile("(?s)/(.*)/[a-z]*");

  private Charsets() {}

  /**
   * The classes that a text is harmless for once it matches {@code regex} or, where that is a list
   * of what is refused, does not; empty where it cannot be told.
   *
   * @param whole whether the text has to match from end to end
   */
  static Optional<Integer> judged(String regex, boolean whole) {
    String plain = plain(regex);
    Matcher anchored = WHOLE.matcher(plain);
    boolean full = anchored.matches();
    if (full || whole) {
      String body = full ? anchored.group(1) : plain;
      int host = body.startsWith("http") ? TaintClass.REQUEST.bit() : 0;
      return body.indexOf('|') < 0 || body.indexOf('[') >= 0
          ? allowed(body).map(all -> harmless(all) | host)
          : Optional.empty();
    }
    Matcher one = ONE_CLASS.matcher(plain);
    if (!one.matches() || plain.startsWith("[^")) {
      return Optional.empty();
    }
    return members(one.group(1).substring(1, one.group(1).length() - 1)).map(Charsets::refused);
  }

  /**
   * The classes that a text is harmless for once all that {@code regex} finds is taken out of it.
   */
  static Optional<Integer> removed(String regex) {
    String plain = plain(regex);
    Matcher one = ONE_CLASS.matcher(plain);
    if (!one.matches()) {
      return Optional.empty();
    }
    String inside = one.group(1).substring(1, one.group(1).length() - 1);
    return inside.startsWith("^")
        ? members(inside.substring(1)).map(Charsets::harmless)
        : members(inside).map(Charsets::without);
  }

  /* What a text is good for that holds none of these. */
  private static int without(BitSet characters) {
    int folders = characters.get('/') ? TaintClass.PATH.bit() : 0;
    boolean signs = SHELL.chars().allMatch(characters::get);
    return folders | (signs ? TaintClass.COMMAND.bit() : 0);
  }

  private static String plain(String regex) {
    Matcher written = WRITTEN.matcher(regex);
    String plain = written.matches() ? written.group(1) : regex;
    return plain.length() > LONGEST ? "" : plain;
  }

  private static boolean hasAny(BitSet characters, String of) {
    return of.chars().anyMatch(characters::get);
  }

  private static int harmless(BitSet allowed) {
    int left = Taint.PROGRAM;
    left |= hasAny(allowed, SHELL) ? 0 : TaintClass.COMMAND.bit();
    left |= hasAny(allowed, CODE) ? 0 : TaintClass.CODE.bit() | TaintClass.TEMPLATE.bit();
    left |= hasAny(allowed, QUERY) ? 0 : TaintClass.SQL.bit();
    left |= allowed.get('/') || allowed.get('\\') ? 0 : TaintClass.PATH.bit();
    left |= allowed.get('/') && allowed.get(':') ? 0 : TaintClass.REQUEST.bit();
    left |= TaintClass.DESERIALISATION.bit();
    return left | (allowed.get('-') ? 0 : TaintClass.ARGUMENT.bit());
  }

  /* A list of what is refused is good for commands only when none that matters is missing. */
  private static int refused(BitSet named) {
    boolean all = SHELL.chars().allMatch(named::get);
    return all ? Taint.ALL : Taint.ALL & ~TaintClass.COMMAND.bit();
  }

  /* What a body of classes, letters, groups and counts can match. */
  private static Optional<BitSet> allowed(String body) {
    BitSet all = new BitSet();
    int i = 0;
    while (i < body.length()) {
      char c = body.charAt(i);
      if (c == '[') {
        Matcher one = ONE_CLASS.matcher(body).region(i, body.length());
        if (body.startsWith("[^", i) || !one.lookingAt()) {
          return Optional.empty();
        }
        Optional<BitSet> members = members(one.group(1).substring(1, one.group(1).length() - 1));
        if (members.isEmpty()) {
          return members;
        }
        all.or(members.get());
        i = one.end(1);
      } else if (c == '\\' && i + 1 < body.length()) {
        if (!escaped(body.charAt(i + 1), all)) {
          return Optional.empty();
        }
        i += 2;
      } else if (c == '.' || (body.startsWith("(?", i) && !body.startsWith("(?:", i))) {
        return Optional.empty();
      } else if (c == '{') {
        i = Math.max(i, body.indexOf('}', i)) + 1;
      } else {
        if ("()?:+*|".indexOf(c) < 0) {
          all.set(c);
        }
        i++;
      }
    }
    return Optional.of(all);
  }

  private static Optional<BitSet> members(String inside) {
    BitSet all = new BitSet();
    for (int i = 0; i < inside.length(); i++) {
      char c = inside.charAt(i);
      boolean range = i + 2 < inside.length() && inside.charAt(i + 1) == '-' && c != '\\';
      if (c == '\\' && i + 1 < inside.length()) {
        if (!escaped(inside.charAt(i + 1), all)) {
          return Optional.empty();
        }
        i++;
      } else if (range && inside.charAt(i + 2) != '\\') {
        all.set(c, Math.max(c, inside.charAt(i + 2)) + 1);
        i += 2;
      } else {
        all.set(c);
      }
    }
    return Optional.of(all);
  }

  private static boolean escaped(char c, BitSet all) {
    switch (c) {
      case 'w' -> {
        all.set('a', 'z' + 1);
        all.set('A', 'Z' + 1);
        all.set('0', '9' + 1);
        all.set('_');
      }
      case 'd' -> all.set('0', '9' + 1);
      case 's' -> all.set(' ');
      case 'n', 'r', 't', 'f', 'v', 'b' -> all.set(0, ' ');
      case 'x', 'u', 'p' -> all.set(0);
      default -> {
        if (Character.isLetterOrDigit(c)) {
          return false;
        }
        all.set(String.valueOf(c).toLowerCase(Locale.ROOT).charAt(0));
      }
    }
    return true;
  }
}
