package dev.sigil.scanner;

import dev.sigil.scanner.detect.LiteralIndex;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The unit tests of one tree: files that a test runner collects by their names, of which nothing
 * else says a word. No server runs them, so what their code does is not judged; secrets and hidden
 * text in them are. A test that another file names may be loaded by it and is read like any other,
 * and so is a script of such a name that tests nothing and starts a server. Not thread-safe.
 *
 * <p>The names are those of pytest below a folder of tests, of jest and vitest, of the Go tool, and
 * of Surefire and Failsafe below Maven's folder of test sources.
 */
final class UnitTests {
  private static final Pattern COLLECTED =
      Pattern.compile(
          "(.*/)?tests?/(.*/)?(test_[^/]*|[^/]*_test|conftest)\\.py"
              + "|(.*/)?[^/]+\\.(test|spec)\\.[cm]?[jt]sx?"
              + "|(.*/)?[^/]+_test\\.go"
              + "|(.*/)?src/test/(.*/)?[^/]*(Test|Tests|IT)\\.java");
  private static final Pattern STARTS_SERVER = Pattern.compile("\\b(FastMCP|McpServer|Server)\\(");
  private static final LiteralIndex SERVERS =
      LiteralIndex.of(List.of("fastmcp(", "mcpserver(", "server("));
  private static final Pattern RUNS = Pattern.compile("__main__|\\.connect\\(|\\.start\\(");
  private static final Pattern TESTS =
      Pattern.compile(
          "\\bdef test|\\bclass \\w*Tests?\\b|\\bclass Test|\\b(pytest|unittest|vitest|jest)\\b"
              + "|(?<![.\\w])(describe|it|test|suite)(\\.\\w+)?\\(|\\bfunc Test|@Test\\b");
  private static final LiteralIndex MARKS =
      LiteralIndex.of(List.of("test_", "_test", "conftest", ".test", ".spec"));
  private static final int LARGEST = 256 << 10;
  private static final int LONGEST_NAME = 200;
  private static final int MOST_NAMES = 20_000;

  private final Set<String> named = new HashSet<>();

  /** Whether a test runner collects {@code path}. */
  static boolean isCollected(String path) {
    boolean named = path.contains("test") || path.contains("spec");
    return named && COLLECTED.matcher(path).matches();
  }

  /** Whether {@code content} tests nothing and is the start of a server. */
  static boolean isServer(byte[] content) {
    if (!SERVERS.isIn(content)) {
      return false;
    }
    String text = new String(content, StandardCharsets.UTF_8);
    return !TESTS.matcher(text).find()
        && STARTS_SERVER.matcher(text).find()
        && RUNS.matcher(text).find();
  }

  /** Learns which tests {@code content}, the text of a file that is none, names. */
  void learn(byte[] content) {
    if (content.length <= LARGEST) {
      MARKS.scan(content, (mark, end) -> name(content, end));
    }
  }

  /** Whether the test at {@code path} was named, or so many were that this is not known. */
  boolean isNamed(String path) {
    return named.size() >= MOST_NAMES
        || named.contains(stem(path.substring(path.lastIndexOf('/') + 1)));
  }

  private void name(byte[] content, int end) {
    int from = end;
    while (from > 0 && end - from < LONGEST_NAME && isName(content[from - 1])) {
      from--;
    }
    int to = end;
    while (to < content.length && to - end < LONGEST_NAME && isName(content[to])) {
      to++;
    }
    if (named.size() < MOST_NAMES) {
      String name = new String(content, from, to - from, StandardCharsets.ISO_8859_1);
      named.add(stem(name));
      named.add(name.substring(name.lastIndexOf('.') + 1));
      named.add(name);
    }
  }

  private static boolean isName(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '_'
        || b == '-'
        || b == '.';
  }

  private static String stem(String name) {
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? name : name.substring(0, dot);
  }
}
