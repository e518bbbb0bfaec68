package dev.sigil.builder.command;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A command line that means the same without a shell: words, quotes and backslashes as in POSIX
 * (XCU 2.2), after any number of {@code NAME=value}. Nothing that a shell would expand, chain,
 * redirect or comment out.
 */
public record PlainCommand(SortedMap<String, String> environment, List<String> words) {
  private static final int MAX_LENGTH = 4_096;
  private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*=.*");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\t]]");
  private static final String SPECIAL = "|&;<>()$`*?[]{}~#!";
  private static final String SPECIAL_IN_QUOTES = "$`!";

  public PlainCommand {
    environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    words = List.copyOf(words);
  }

  /** Empty when {@code line} needs a shell, is not complete, or names no program. */
  public static Optional<PlainCommand> parse(String line) {
    if (line.length() > MAX_LENGTH || CONTROL.matcher(line).find()) {
      return Optional.empty();
    }
    return new Splitter(line).split().flatMap(PlainCommand::of);
  }

  private static Optional<PlainCommand> of(List<String> all) {
    SortedMap<String, String> environment = new TreeMap<>();
    int first = 0;
    while (first < all.size() && ASSIGNMENT.matcher(all.get(first)).matches()) {
      String word = all.get(first++);
      environment.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
    }
    List<String> words = all.subList(first, all.size());
    return words.isEmpty() || words.getFirst().isEmpty()
        ? Optional.empty()
        : Optional.of(new PlainCommand(environment, words));
  }

  private static final class Splitter {
    private final String line;
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean inWord;
    private int at;

    Splitter(String line) {
      this.line = line;
    }

    Optional<List<String>> split() {
      while (at < line.length()) {
        if (!step(line.charAt(at++))) {
          return Optional.empty();
        }
      }
      endWord();
      return Optional.of(words);
    }

    private boolean step(char c) {
      if (c == ' ' || c == '\t') {
        endWord();
        return true;
      }
      inWord = true;
      return switch (c) {
        case '\'' -> single();
        case '"' -> doubled();
        case '\\' -> escaped();
        default -> SPECIAL.indexOf(c) < 0 && append(c);
      };
    }

    private boolean single() {
      int end = line.indexOf('\'', at);
      if (end < 0) {
        return false;
      }
      word.append(line, at, end);
      at = end + 1;
      return true;
    }

    private boolean doubled() {
      while (at < line.length()) {
        char c = line.charAt(at++);
        if (c == '"') {
          return true;
        }
        if (SPECIAL_IN_QUOTES.indexOf(c) >= 0) {
          return false;
        }
        boolean escape = c == '\\' && at < line.length() && "\"\\$`".indexOf(line.charAt(at)) >= 0;
        word.append(escape ? line.charAt(at++) : c);
      }
      return false;
    }

    private boolean escaped() {
      return at < line.length() && append(line.charAt(at++));
    }

    private boolean append(char c) {
      word.append(c);
      return true;
    }

    private void endWord() {
      if (inWord) {
        words.add(word.toString());
      }
      word.setLength(0);
      inWord = false;
    }
  }
}
