package dev.sigil.scanner.exhaustion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.scan.Verdict;
import dev.sigil.scanner.Scans;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExhaustionDetectorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      value = {
        "for _ in range(n): total += 1 ~ loop",
        "for _ in range(min(n, 10)): total += 1 ~ ^^",
        "for _ in range(len(n)): total += 1 ~ ^^",
        "for _ in range(5): total += 1 ~ ^^",
        "for _ in range(10**8): total += 1 ~ loop",
        "time.sleep(n) ~ wait",
        "time.sleep(1) ~ ^^",
        "return 'x' * n ~ allocation",
        "return 'x' * 40 ~ ^^",
        "return [0] * (n * 1024 * 1024) ~ allocation",
        "while True: total += 1 ~ endless",
        "while True: queue.get() ~ ^^",
        "while True: blocks.append(bytearray(9)) ~ endless",
        "while True: os.fork() ~ started",
        "for i in (1, 2): threading.Thread(target=print).start() ~ ^^",
        "return gzip.decompress(n) ~ unpacked",
        "return gzip.decompress(n)[:MAX_SIZE] ~ ^^",
        "return re.search(n, 'text') ~ pattern",
        "return re.search('(a+)+b', 'text') ~ pattern",
        "return re.search('(ab)+', 'text') ~ ^^",
        "return re.match('(([a-z])+.)+[A-Z]', 'text') ~ pattern",
        "return re.match('([a-z]+-)+[A-Z]', 'text') ~ ^^",
        "sys.setrecursionlimit(1000000) ~ recursion"
      })
  void pythonTool_isJudged(String line, String rule) {
    String tool = "@mcp.tool()\ndef work(n: int) -> str:\n    total = 0\n    " + line + "\n";

    assertThat(told("server.py", tool)).isEqualTo(rule);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '^',
      value = {
        "return 'x'.repeat(n) ~ allocation",
        "return 'x'.repeat(3) ~ ^^",
        "return 'x'.repeat(Math.min(n, 9)) ~ ^^",
        "const m = args.n; return Buffer.alloc(m) ~ allocation",
        "while (true) { total += 1; } ~ endless",
        "while (true) { await next(); } ~ ^^",
        "for (let i = 0; i < 1e9; i++) { total += i; } ~ loop",
        "return new RegExp(n).test('text') ~ pattern"
      })
  void scriptTool_isJudged(String body, String rule) {
    String tool = "server.tool('work', async (args, n) => {\n  " + body + "\n});\n";

    assertThat(told("server.ts", tool)).isEqualTo(rule);
  }

  @Test
  void helper_isJudgedByWhatHandlersGiveIt() {
    String helper = "def spin(times):\n    for _ in range(times):\n        pass\n";
    String tool = "@mcp.tool()\ndef work(count: int):\n    spin(%s)\n";

    assertThat(told("server.py", helper + tool.formatted("count"))).isEqualTo("loop");
    assertThat(told("server.py", helper + tool.formatted("3"))).isEmpty();
  }

  @Test
  void endlessRecursion_isToldFromRecursionThatEnds() {
    String tool = "@mcp.tool()\ndef work(n: int):\n    return down(n)\n";
    String endless = "def down(n):\n    return n * down(n - 1)\n";
    String ends = "def down(n):\n    return 1 if n < 1 else n * down(n - 1)\n";

    assertThat(told("server.py", endless + tool)).isEqualTo("recursion");
    assertThat(told("server.py", ends + tool)).isEmpty();
  }

  @Test
  void boundInTheSchema_isKnown() {
    String tool =
        """
        server.registerTool('work', { inputSchema: { n: z.number()%s } }, async ({ n }) => {
          return 'x'.repeat(n);
        });
        """;

    assertThat(told("server.ts", tool.formatted(""))).isEqualTo("allocation");
    assertThat(told("server.ts", tool.formatted(".max(99)"))).isEmpty();
  }

  @Test
  void finding_neverDecides() {
    String tool = "@mcp.tool()\ndef work(n: int):\n    return bytearray(n)\n";

    assertThat(Scans.find("server.py", tool))
        .allSatisfy(finding -> assertThat(finding.effect()).isEqualTo(Verdict.PASS));
  }

  private static String told(String path, String program) {
    return Scans.rules(path, program).stream()
        .filter(rule -> rule.startsWith("exhaustion/"))
        .map(rule -> rule.substring("exhaustion/".length()))
        .findFirst()
        .orElse("");
  }
}
