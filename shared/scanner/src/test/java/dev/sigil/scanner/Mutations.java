package dev.sigil.scanner;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Breaks files in the ways that have broken parsers: cut, doubled, nested, spliced, not UTF-8. */
final class Mutations {
  private static final int LARGEST = 48 * 1024;
  private static final List<String> PIECES =
      List.of(
          "[",
          "]",
          "{",
          "}",
          "(",
          ")",
          "<",
          ">",
          "\"",
          "'",
          "`",
          "`${",
          "\"\"\"",
          "'''",
          "\\",
          "/*",
          "*/",
          "//",
          "#",
          "<!--",
          "-->",
          "<![CDATA[",
          "&#x41;",
          "&a ",
          "*a ",
          "!!x ",
          "\n",
          "\r\n",
          "\t",
          "\u0000",
          "\u001b[2J",
          "\u202e",
          "\u200b",
          "\udb40\udc41",
          "\uFFFF",
          "🙂",
          ":",
          ",",
          ";",
          "=",
          "=>",
          "==",
          "~=",
          "->",
          "..",
          "...",
          "@",
          "@tool\n",
          "$",
          "${a}",
          "$(",
          "%40",
          "+",
          "-",
          "1e999999999",
          "0x",
          "999999999999999999999999",
          "-1",
          "[[package]]\n",
          "|\n",
          "- ",
          "async ",
          "await ",
          "def f(",
          "class A:",
          "import ",
          "from ",
          "exec(",
          "f'{",
          "return ",
          "lambda ",
          "function ",
          "function*",
          "const {a:{",
          "a?.b",
          "a<b<",
          "/[/]+/g",
          "RUN ",
          "FROM ",
          "<<EOF\n",
          "node_modules/",
          "../",
          "http://",
          "QUFB",
          "eyJ",
          "password=",
          "ghp_",
          "PK\u0003\u0004");

  private final Random random;
  private final List<byte[]> others;

  /** Splices with {@code others}. */
  Mutations(Random random, List<byte[]> others) {
    this.random = random;
    this.others = others;
  }

  byte[] of(byte[] sound) {
    byte[] broken = sound;
    for (int i = random.nextInt(6); i >= 0; i--) {
      broken = once(broken);
    }
    return broken.length > LARGEST ? Arrays.copyOf(broken, LARGEST) : broken;
  }

  private byte[] once(byte[] text) {
    int at = random.nextInt(text.length + 1);
    int end = Math.min(text.length, at + random.nextInt(40));
    return switch (random.nextInt(9)) {
      case 0 -> replaced(text, at, end, new byte[0]);
      case 1 -> replaced(text, at, at, piece());
      case 2 -> replaced(text, at, at, Arrays.copyOfRange(text, at, end));
      case 3 -> replaced(text, at, at, repeated(piece(), random.nextInt(400)));
      case 4 -> replaced(text, at, end, piece());
      case 5 -> flipped(text);
      case 6 -> Arrays.copyOf(text, at);
      case 7 -> replaced(text, at, at, part(others.get(random.nextInt(others.size()))));
      default -> replaced(text, at, at, repeated(Arrays.copyOfRange(text, at, end), 50));
    };
  }

  private byte[] piece() {
    return PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8);
  }

  private byte[] part(byte[] other) {
    int from = random.nextInt(other.length);
    return Arrays.copyOfRange(other, from, from + random.nextInt(other.length - from) + 1);
  }

  private byte[] flipped(byte[] text) {
    byte[] copy = text.clone();
    for (int i = random.nextInt(4); i >= 0 && copy.length > 0; i--) {
      copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
    }
    return copy;
  }

  private static byte[] repeated(byte[] piece, int times) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < times; i++) {
      all.writeBytes(piece);
    }
    return all.toByteArray();
  }

  private static byte[] replaced(byte[] text, int from, int to, byte[] by) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(text, 0, from);
    all.writeBytes(by);
    all.write(text, to, text.length - to);
    return all.toByteArray();
  }
}
