package dev.sigil.scanner.taint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.Severity;
import dev.sigil.core.scan.Verdict;
import dev.sigil.scanner.Scans;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks and changes that suffice, beside those that look like it and let too much pass. */
class ChecksTest {
  private static final String CLEAN = "(clean)";

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '\0',
      textBlock =
          """
          if (!/^[\\w.-]+$/.test(x)) throw 1; execSync(`ls ${x}`)                         # (clean)
          if (!/^[\\w.; $()-]+$/.test(x)) throw 1; execSync(`ls ${x}`)                    # command-injection
          if (!NAME.test(x)) throw 1; execSync(`ls ${x}`)                                # (clean)
          if (!LOOSE.test(x)) throw 1; execSync(`ls ${x}`)                               # command-injection
          if (/[;&|`$<>]/.test(x)) throw 1; execSync(`ls ${x}`)                          # (clean)
          if (/[;|]/.test(x)) throw 1; execSync(`ls ${x}`)                               # command-injection
          if (x.includes(';')) throw 1; execSync(`ls ${x}`)                              # command-injection
          if (x.includes(';') || x.includes('&') || x.includes('`') || x.includes('$')) throw 1; execSync(`ls ${x}`) # (clean)
          if (!['a', 'b'].includes(x)) throw 1; execSync(`ls ${x}`)                      # (clean)
          if (typeof x !== 'number') throw 1; execSync(`ls ${x}`)                        # (clean)
          if (typeof x !== 'string') throw 1; execSync(`ls ${x}`)                        # command-injection
          execSync(`ls ${x.replace(/[^a-z0-9]/gi, '')}`)                                 # (clean)
          execSync(`ls ${x.replace(/[^a-z0-9]/i, '')}`)                                  # command-injection
          execSync(`ls ${x.replace(/"/g, '')}`)                                          # command-injection
          readFile(ROOT + x.replace(/[\\\\/]/g, '_'))                                    # (clean)
          readFile(ROOT + x.replace('../', ''))                                          # path-traversal
          execSync(x.map(quote).join(' '))                                               # (clean)
          execSync(['ls', ...x].map(a => quote(a)).join(' '))                            # (clean)
          execSync(x.map(a => quote('a') + a).join(' '))                                 # command-injection
          execSync(x + ['a'].map(quote).join(' '))                                       # command-injection
          db.query(`DELETE FROM t WHERE a IN (${x.map(() => '?').join(',')})`, x)        # (clean)
          db.query(`DELETE FROM t WHERE a IN (${x.map(a => "'" + a + "'").join(',')})`)  # sql-injection
          if (!x.includes('acme.dev')) throw 1; fetch(x)                                 # ssrf
          if (!new URL(x).hostname.endsWith('acme.dev')) throw 1; fetch(x)               # ssrf
          if (new URL(x).hostname !== 'acme.dev') throw 1; fetch(x)                      # (clean)
          setTimeout(`go('${x}')`, 10)                                                   # code-injection
          setTimeout(() => log(x), 10)                                                   # (clean)
          page.evaluate(`go('${x}')`)                                                    # code-injection
          page.evaluate(`go(${JSON.stringify(x)})`)                                      # (clean)
          page.evaluate((a) => go(a), x)                                                 # (clean)
          """)
  void check_clearsWhatItRulesOut(String body, String rule) {
    assertThat(rules("a.ts", script("{}", body))).isEqualTo(expected(rule));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '\0',
      textBlock =
          """
          os.system(' '.join(shlex.quote(a) for a in x))            # (clean)
          os.system(' '.join(a for a in x if shlex.quote(a)))       # command-injection
          os.system(' '.join(map(shlex.quote, x)))                  # (clean)
          os.system(' '.join(map(str.strip, x)))                    # command-injection
          os.system('sudo ' + shlex.join(x))                        # (clean)
          os.system('ls ' + re.sub('[^a-z]', '', x))                # (clean)
          os.system('ls ' + re.sub('[a-z]', '', x))                 # command-injection
          driver.execute_script(f'go({json.dumps(x)})')             # (clean)
          driver.execute_script(f'go({x})')                         # code-injection
          """)
  void changeOfPython_clearsWhatItRulesOut(String line, String rule) {
    String tool =
        "import json, os, re, shlex\n@mcp.tool()\ndef t(x: str):\n    'Does it.'\n    "
            + line
            + "\n";

    assertThat(rules("a.py", tool)).isEqualTo(expected(rule));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      quoteCharacter = '\0',
      textBlock =
          """
          z.enum(['a', 'b'])                  # (clean)
          z.array(z.enum(['a'])).optional()   # (clean)
          z.boolean()                         # (clean)
          z.string().uuid()                   # (clean)
          z.string().regex(/^[\\w-]+$/)       # (clean)
          z.string().regex(/^[^-]+$/)         # command-injection
          z.string().min(1)                   # command-injection
          z.array(z.string())                 # command-injection
          """)
  void schema_isEnforcedBeforeTheHandler(String schema, String rule) {
    String body = "execSync(`ls ${x}`)";

    assertThat(rules("a.ts", script("{ x: " + schema + " }", body))).isEqualTo(expected(rule));
  }

  @Test
  void numberInACommand_warns() {
    Finding finding = find(script("{ x: z.number() }", "execSync(`kill ${x}`)"));

    assertThat(finding.effect()).isEqualTo(Verdict.WARN);
    assertThat(finding.severity()).isEqualTo(Severity.MEDIUM);
  }

  @Test
  void numberBesideText_blocks() {
    String shape = "{ x: z.number(), y: z.string() }";
    String body = script(shape, "execSync(`kill ${x} ${y}`)").replace("({ x })", "({ x, y })");

    assertThat(find(body).effect()).isEqualTo(Verdict.BLOCK);
  }

  @Test
  void schemaOfAnotherTool_saysNothing() {
    String other = "server.tool('u', 'Other.', { x: z.enum(['a']) }, async ({ x }) => log(x));\n";

    assertThat(rules("a.ts", other + script("{ x: z.string() }", "execSync(`ls ${x}`)")))
        .containsExactly("taint/command-injection");
  }

  @Test
  void assignmentUnderAnIfAndATry_leavesTheOtherValue() {
    String tool =
        """
        @mcp.tool()
        def t(x: str = ''):
            'Reads it.'
            if x == '':
                try:
                    x = 'default.txt'
                except OSError:
                    return
            open(x)
        """;

    assertThat(rules("a.py", tool)).containsExactly("taint/path-traversal");
    assertThat(rules("a.py", tool.replace("if x == '':", "while True:"))).isEmpty();
  }

  private static Finding find(String code) {
    return Scans.find("a.ts", code).stream()
        .filter(finding -> finding.rule().equals("taint/command-injection"))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> expected(String rule) {
    return rule.equals(CLEAN) ? List.of() : List.of("taint/" + rule);
  }

  private static String script(String shape, String body) {
    return """
        import { execSync } from 'node:child_process';
        import { readFile } from 'fs/promises';
        import { quote } from './quote.js';
        const NAME = /^[a-z]+$/;
        const LOOSE = /^[a-z;]+$/;
        server.tool('t', 'Does it.', SHAPE, async ({ x }) => { BODY });
        """
        .replace("SHAPE", shape)
        .replace("BODY", body);
  }

  private static List<String> rules(String path, String code) {
    return Scans.find(path, code).stream().map(Finding::rule).distinct().toList();
  }
}
