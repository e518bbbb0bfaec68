package dev.sigil.scanner.taint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.Verdict;
import dev.sigil.scanner.Scans;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Functions that clients reach without any framework's registration. */
class DispatchTest {
  private static final String PATH = "taint/path-traversal";

  @ParameterizedTest
  @CsvSource({"name, arguments, true", "tool_name, args, true", "path, options, false"})
  void argumentsBesideAChosenName_areTheCallers(String name, String arguments, boolean told) {
    String program =
        """
        def run(NAME, ARGS):
            if NAME == "read_file":
                return open(ARGS.get("file", "")).read()
            if NAME == "ping":
                return "pong"
        """
            .replace("NAME", name)
            .replace("ARGS", arguments);

    assertThat(rules("a.py", program)).isEqualTo(told ? List.of(PATH) : List.of());
  }

  @ParameterizedTest
  @CsvSource({"kind, true", "file, false"})
  void argumentThatIsJudged_saysNothingOfTheOthers(String judged, boolean told) {
    String server =
        """
        @server.call_tool()
        async def call(name, arguments):
            args = arguments or {}
            if args.get("JUDGED") not in ALLOWED:
                return "unknown"
            return open(args.get("file", "")).read() + open(args["file"]).read()
        """
            .replace("JUDGED", judged);

    assertThat(rules("a.py", server)).isEqualTo(told ? List.of(PATH) : List.of());
  }

  @Test
  void nameThatIsOnlyPrinted_choosesNothing() {
    String program =
        """
        def run(name, args):
            print(name)
            return open(args["file"]).read()
        """;

    assertThat(rules("a.py", program)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"parameters, true", "results, false"})
  void functionThatAModelIsOffered_isAHandler(String beside, boolean told) {
    String program =
        """
        SCHEMA = {"function": {"name": "read", "description": "Reads", "%s": {}}}

        def read(file: str):
            return open(file).read()
        """
            .formatted(beside);

    assertThat(rules("a.py", program)).isEqualTo(told ? List.of(PATH) : List.of());
  }

  @Test
  void functionThatTheFileCalls_mayHaveBeenGivenWhatWasJudged() {
    String program =
        """
        SCHEMA = {"name": "read", "description": "Reads", "parameters": {}}

        def read(file: str):
            return open(file).read()

        def answer(data):
            return read(allowed(data))
        """;

    assertThat(rules("a.py", program)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"table[name], false", "name + suffix, true"})
  void whatAFunctionChooses_staysChosen(String given, boolean told) {
    String server =
        """
        import { spawn } from 'child_process';
        const table = { ts: { command: 'tsserver' } };
        function config(name) {
          return GIVEN;
        }
        server.tool('a', {}, async ({ name }) => {
          const c = config(name);
          spawn(c);
        });
        """
            .replace("GIVEN", given);

    assertThat(Scans.find("a.ts", server))
        .extracting(Finding::effect)
        .containsExactly(told ? Verdict.WARN : Verdict.PASS);
  }

  private static List<String> rules(String path, String text) {
    return Scans.find(path, text).stream().map(Finding::rule).distinct().toList();
  }

  @Test
  void addressOfARemoteAuthorizationServer_isNotTheProgramsOwn() {
    String provider =
        """
        import open from 'open';
        export class Provider implements OAuthClientProvider {
          async redirectToAuthorization(address: URL) {
            await open(%s);
          }
        }
        """;

    assertThat(Scans.find("a.ts", provider.formatted("address.toString()")))
        .extracting(Finding::rule, Finding::effect)
        .containsExactly(tuple("taint/command-injection", Verdict.BLOCK));
    assertThat(Scans.rules("a.ts", provider.formatted("checkedHttps(address)"))).isEmpty();
    String own = provider.replace("redirectToAuthorization", "showManual");
    assertThat(Scans.find("a.ts", own.formatted("address.toString()")))
        .extracting(Finding::effect)
        .doesNotContain(Verdict.BLOCK);
  }

  @Test
  void parameterOfATool_isTheCallersHoweverItIsNamed() {
    String tool = "import os\n@mcp.tool()\ndef works(%1$s=''):\n    os.system('echo ' + %1$s)\n";

    assertThat(Scans.rules("a.py", tool.formatted("_debug"))).contains("taint/command-injection");
    assertThat(Scans.rules("a.py", tool.formatted("_ctx"))).isEmpty();
  }
}
