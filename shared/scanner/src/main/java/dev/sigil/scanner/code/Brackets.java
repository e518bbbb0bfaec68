package dev.sigil.scanner.code;

import dev.sigil.scanner.code.Token.Kind;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** Matches the brackets of a file's tokens; those that are left open or never opened match none. */
final class Brackets {
  private static final int MAX_SKIPPED = 8;

  private Brackets() {}

  /** Of each bracket the one that closes or opens it; of all other tokens themselves. */
  static int[] partners(Token[] tokens) {
    int[] partners = new int[tokens.length];
    Arrays.setAll(partners, i -> i);
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < partners.length; i++) {
      Token token = tokens[i];
      if (opens(token)) {
        open.push(i);
      } else if (closes(token)) {
        int skipped = unmatched(open, tokens, token);
        if (skipped >= 0) {
          for (int k = 0; k < skipped; k++) {
            open.pop();
          }
          partners[i] = open.pop();
          partners[partners[i]] = i;
        }
      }
    }
    return partners;
  }

  /* How many open brackets lie above the one that `close` closes; -1 when it closes none. */
  private static int unmatched(Deque<Integer> open, Token[] tokens, Token close) {
    int skipped = 0;
    for (int candidate : open) {
      if (pairs(tokens[candidate], close)) {
        return skipped;
      }
      if (++skipped > MAX_SKIPPED) {
        return -1;
      }
    }
    return -1;
  }

  /** The bracket around each token; -1 at the top. */
  static int[] enclosing(int[] partners) {
    int[] enclosing = new int[partners.length];
    int current = -1;
    for (int i = 0; i < partners.length; i++) {
      if (partners[i] < i) {
        current = enclosing[partners[i]];
      }
      enclosing[i] = current;
      if (partners[i] > i) {
        current = i;
      }
    }
    return enclosing;
  }

  private static boolean opens(Token token) {
    return switch (token.kind()) {
      case TEMPLATE, HOLE -> true;
      case OPERATOR -> token.sign() == '(' || token.sign() == '[' || token.sign() == '{';
      default -> false;
    };
  }

  private static boolean closes(Token token) {
    return switch (token.kind()) {
      case TEMPLATE_END, HOLE_END -> true;
      case OPERATOR -> token.sign() == ')' || token.sign() == ']' || token.sign() == '}';
      default -> false;
    };
  }

  private static boolean pairs(Token open, Token close) {
    return switch (close.kind()) {
      case TEMPLATE_END -> open.kind() == Kind.TEMPLATE;
      case HOLE_END -> open.kind() == Kind.HOLE;
      default ->
          switch (close.sign()) {
            case ')' -> open.sign() == '(';
            case ']' -> open.sign() == '[';
            case '}' -> open.sign() == '{';
            default -> false;
          };
    };
  }
}
