package dev.sigil.scanner.taint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.FlowStep;
import dev.sigil.core.scan.Severity;
import dev.sigil.core.scan.Verdict;
import dev.sigil.scanner.MemoryTree;
import dev.sigil.scanner.Scans;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaintReviewTest {
  private static final String LOGIC =
      """
      import { exec } from 'child_process';
      const run = promisify(exec);
      export async function commit(input: Input, ctx: Context) {
        const c = `git -C ${input.path} commit -m "${input.message}"`;
        await run(c);
      }
      """;
  private static final String TOOL =
      """
      import { commit } from './logic.js';
      server.tool<typeof Shape>('git', 'Commits.', Shape, async (args, extra) => {
        CHECK;
        return commit(args, extra);
      });
      """;

  @Test
  void argumentsOfATool_areFollowedIntoTheFileThatActs() {
    Finding finding = only(MemoryTree.of("git/logic.ts", LOGIC).with("git/tool.ts", TOOL));

    assertThat(finding.rule()).isEqualTo("taint/command-injection");
    assertThat(finding.effect()).isEqualTo(Verdict.BLOCK);
    assertThat(finding.path()).isEqualTo("git/logic.ts");
    assertThat(finding.steps()).extracting(FlowStep::path).contains("git/tool.ts");
  }

  @Test
  void valueThatIsJudgedBeforeItIsHandedOn_isNotFollowed() {
    String careful = TOOL.replace("CHECK", "if (!isValidInput(args)) throw 1");

    Finding finding = only(MemoryTree.of("git/logic.ts", LOGIC).with("git/tool.ts", careful));

    assertThat(finding.effect()).isEqualTo(Verdict.WARN);
  }

  @Test
  void testsThatCall_proveNothing() {
    String test = TOOL.replace("./logic.js", "../git/logic.js");

    Finding finding = only(MemoryTree.of("git/logic.ts", LOGIC).with("test/logic.test.ts", test));

    assertThat(finding.effect()).isEqualTo(Verdict.WARN);
  }

  @Test
  void serverAmongExamples_isFollowedIntoItsOwnFilesOnly() {
    String load = "export function load(url) { return fetch(url); }";
    String tool =
        """
        import { load } from '../load.js';
        server.tool('t', 'd', {}, async ({ x }) => load(x));
        """;
    MemoryTree own = MemoryTree.of("examples/load.js", load);
    MemoryTree product = MemoryTree.of("load.js", load);

    assertThat(found(own.with("examples/a/server.js", tool))).hasSize(1);
    assertThat(found(product.with("examples/server.js", tool))).isEmpty();
  }

  @Test
  void idOfADatabase_isLookedUpElsewhere() {
    String tool =
        """
        import { clear } from './clear.js';
        server.tool('t', 'd', {}, async ({ x }) => clear(x));
        """;
    MemoryTree tree =
        MemoryTree.of(
            "clear.js", "export function clear(t) { client.query(`DELETE FROM ${t} WHERE a`); }");

    assertThat(found(tree.with("a.js", tool.replace("x", "db_id"))))
        .extracting(Finding::effect)
        .containsExactly(Verdict.WARN);
    assertThat(found(tree.with("a.js", tool.replace("x", "user"))))
        .extracting(Finding::effect)
        .containsExactly(Verdict.BLOCK);
  }

  @Test
  void membersOfAnObject_areFollowedEachForItself() {
    String load = "export function load(options) { return fetch(options.url); }";
    String tool =
        """
        import { load } from './load.js';
        server.tool('t', 'd', {}, async ({ x }) => load({ url: URL, KEY: x }));
        """;
    MemoryTree tree = MemoryTree.of("load.js", load);

    assertThat(found(tree.with("a.js", tool))).isEmpty();
    assertThat(found(tree.with("a.js", tool.replace("KEY: x", "url: x"))))
        .extracting(Finding::rule, Finding::severity)
        .containsExactly(tuple("taint/ssrf", Severity.MEDIUM));
  }

  @Test
  void addressThatIsComposed_isChosenByWhatStandsFirst() {
    MemoryTree tree =
        MemoryTree.of(
            "load.js", "export function load(base, id) { return fetch(`${base}/${id}`); }");
    String tool =
        """
        import { load } from './load.js';
        server.tool('t', 'd', {}, async ({ x }) => load(ARGUMENTS));
        """;

    assertThat(found(tree.with("a.js", tool.replace("ARGUMENTS", "URL, x")))).isEmpty();
    assertThat(found(tree.with("a.js", tool.replace("ARGUMENTS", "x, 1")))).hasSize(1);
  }

  @Test
  void elementOfWhatAServerIsSetUpWith_isChosenByItsKeyAlone() {
    String keys =
        """
        import fs from 'fs';
        export class Keys {
          setUp(configs) { this.configs = configs; }
          config(name) { return FOUND; }
          openKey(name) { const c = this.config(name); return fs.readFileSync(c.file); }
        }
        """;
    String tool =
        """
        import { Keys } from './keys.js';
        const keys = new Keys();
        server.tool('t', 'd', {}, async ({ name }) => keys.openKey(name));
        """;
    MemoryTree tree = MemoryTree.of("a.js", tool);

    assertThat(found(tree.with("keys.js", keys.replace("FOUND", "this.configs[name]")))).isEmpty();
    assertThat(found(tree.with("keys.js", keys.replace("FOUND", "{ file: name }")))).hasSize(1);
  }

  @Test
  void headerThatNamesAServer_isJudgedOnceForAll() {
    String read = "def f(request):\n    u = request.headers.get('x-acme-url')\n";
    MemoryTree tree = MemoryTree.of("a.py", read);

    assertThat(found(tree)).hasSize(1);
    assertThat(found(tree.with("b.py", read + "    validate_url(u)\n"))).isEmpty();
  }

  @Test
  void handlerThatIsImported_isAHandler() {
    String stop =
        """
        import { execSync } from 'node:child_process';
        export default async function stop({ id }: { id: string }) {
          execSync(`docker rm -f ${id}`);
        }
        """;
    String server =
        """
        import stop, { shape } from './tools/stop.ts';
        server.tool('stop', shape, stop);
        """;
    MemoryTree tree = MemoryTree.of("tools/stop.ts", stop);

    assertThat(only(tree).effect()).isEqualTo(Verdict.WARN);
    assertThat(only(tree.with("server.ts", server)).effect()).isEqualTo(Verdict.BLOCK);
  }

  @Test
  void relativeImportsAndKeywords_ofPython_areFollowed() {
    String client =
        """
        import os
        def ping(host, count=1):
            os.system(f'ping {host}')
        """;
    String tool =
        """
        from ..net.client import ping
        @mcp.tool()
        def probe(target: str):
            'Pings a host.'
            ping(count=2, host=target)
        """;

    Finding finding =
        only(MemoryTree.of("acme/net/client.py", client).with("acme/tools/probe.py", tool));

    assertThat(finding.effect()).isEqualTo(Verdict.BLOCK);
  }

  @Test
  void importOfAFile_isThatFileAndNotItsNeighbour() {
    String harmless = "export async function commit(input) { cache.get(input.path); }";
    String tool = TOOL.replace("./logic.js", "./other.js");

    assertThat(
            only(MemoryTree.of("git/logic.ts", LOGIC)
                    .with("git/other.ts", harmless)
                    .with("git/tool.ts", tool))
                .effect())
        .isEqualTo(Verdict.WARN);
  }

  @Test
  void importOfAPackage_isWhatItsIndexHandsOn() {
    Finding finding =
        only(
            MemoryTree.of("git/logic.ts", LOGIC)
                .with("git/index.ts", "export * from './logic.js';")
                .with("tool.ts", TOOL.replace("./logic.js", "./git")));

    assertThat(finding.effect()).isEqualTo(Verdict.BLOCK);
  }

  @Test
  void manyFilesOfOneName_areJoinedInTime() {
    MemoryTree tree = MemoryTree.of("tool.ts", TOOL);
    for (int i = 0; i < 2_000; i++) {
      tree.with("lib/a" + i + ".ts", TOOL.replace("./logic.js", "./none.js") + LOGIC);
    }

    assertTimeoutPreemptively(
        Duration.ofSeconds(60), () -> assertThat(found(tree).size()).isGreaterThan(100));
  }

  @Test
  void methodThatSeveralFilesHave_isNobodysInParticular() {
    MemoryTree tree =
        MemoryTree.of("a.js", "export class A { loadPage(url) { return fetch(url); } }")
            .with("t.js", tool("thing"));

    assertThat(found(tree)).hasSize(1);
    tree.with("b.js", "export class B { loadPage(url) { return cache.get(url); } }");

    assertThat(found(tree)).isEmpty();
  }

  @Test
  void methodThatSeveralFilesHave_isThatOfTheFileItsReceiverIsNamedLike() {
    MemoryTree tree =
        MemoryTree.of("wiki/pages.js", "export class A { loadPage(url) { return fetch(url); } }")
            .with("mail/pages.js", "export class B { loadPage(url) { return cache.get(url); } }");

    assertThat(found(tree.with("t.js", tool("wikiClient")))).hasSize(1);
    assertThat(found(tree.with("t.js", tool("mailClient")))).isEmpty();
  }

  private static String tool(String client) {
    return "server.tool('t', 'd', {}, async ({ x }) => CLIENT.loadPage(x));"
        .replace("CLIENT", client);
  }

  private static Finding only(MemoryTree tree) {
    assertThat(found(tree)).hasSize(1);
    return found(tree).getFirst();
  }

  private static List<Finding> found(MemoryTree tree) {
    return Scans.scan(tree).findings().stream()
        .filter(finding -> finding.rule().startsWith("taint/"))
        .toList();
  }
}
