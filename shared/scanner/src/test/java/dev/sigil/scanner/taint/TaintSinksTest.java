package dev.sigil.scanner.taint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.Severity;
import dev.sigil.core.scan.Verdict;
import dev.sigil.scanner.MemoryTree;
import dev.sigil.scanner.Scans;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Ways to reach a sink that only the call's other arguments or its receiver show. */
class TaintSinksTest {
  static Stream<Arguments> python() {
    return Stream.of(
        twin(
            "command-injection",
            "subprocess.run(['bash', '-c', f'ls {x}'])",
            "subprocess.run(['bash', 'build.sh', x])"),
        twin(
            "command-injection",
            "box.exec_run(f\"sh -c 'tail {x}'\")",
            "box.exec_run(['tail', '--', x])"),
        twin(
            "command-injection",
            "Connection('h').run(f'ls {x}')",
            "Connection('h').run(f'ls {shlex.quote(x)}')"),
        twin(
            "code-injection",
            "subprocess.run(['node', '-e', f'print({x})'])",
            "subprocess.run(['node', 'print.js', x])"),
        twin(
            "argument-injection",
            "subprocess.run(['git', 'log', x])",
            "subprocess.run(['git', 'log', '--', x])"),
        twin(
            "argument-injection",
            "subprocess.run(['rsync', x, TARGET])",
            "subprocess.run(['ls', x, TARGET])"),
        twin("code-injection", "sympy.sympify(x)", "sympy.Symbol(x)"),
        twin(
            "sql-injection",
            "await driver.execute_query(f'MATCH (n:{x}) RETURN n')",
            "await driver.execute_query('MATCH (n {name: $x}) RETURN n', x=x)"),
        twin(
            "sql-injection",
            "await driver.execute_query('MATCH (n:Note) WHERE n.a = ' + x + RETURNED)",
            "await driver.execute_query('MATCH (n:Note {a: $x}) RETURN ' + RETURNED, x=x)"),
        twin(
            "sql-injection",
            "run_query(conn, f'SHOW CREATE TABLE {x}')",
            "run_query(conn, f'Shown is {x}')"),
        twin(
            "sql-injection",
            "conn.execute(\"SELECT a FROM b WHERE c = '\" + x + \"'\")",
            "conn.execute(\"SELECT a FROM b WHERE c = '\" + x.replace(\"'\", \"''\") + \"'\")"),
        twin(
            "sql-injection",
            "cursor.execute(f'EXPLAIN ANALYZE SELECT a FROM b WHERE c = {x}')",
            "cursor.execute(f'EXPLAIN ANALYZE {x}')"),
        twin(
            "ssrf",
            "requests.get(url_template.replace('{host}', x))",
            "requests.get(url_template.replace('{id}', x))"),
        twin(
            "sql-injection",
            "duckdb.sql(f\"SELECT * FROM read_csv('{x}')\")",
            "duckdb.sql('SELECT * FROM t WHERE a = ?', params=[x])"),
        twin(
            "sql-injection",
            "db.users.find({'$where': f\"this.a == '{x}'\"})",
            "db.users.find({'name': f'a {x}'})"),
        twin(
            "sql-injection",
            "conn.search('dc=acme', f'(uid={x})')",
            "catalogue.search('books', f'about {x}')"),
        twin(
            "template-injection",
            "django.template.Template(x)",
            "django.template.Template(SOURCE).render(x)"),
        twin("template-injection", "self.engine.from_string(x)", "Version.from_string(x)"),
        twin("template-injection", "jinja2.Environment().from_string(x)", "Colour.from_string(x)"),
        twin(
            "template-injection",
            "env = jinja2.Environment()\n    env.from_string(x)",
            "env = SandboxedEnvironment()\n    env.from_string(x)"),
        twin(
            "deserialisation",
            "with open(x, 'rb') as f:\n        pickle.load(f)",
            "with open(x, 'rb') as f:\n        json.load(f)"),
        twin(
            "path-traversal",
            "with Path(x).open() as f: f.read()",
            "with Image(x).open() as f: f.read()"),
        twin(
            "path-traversal",
            "data_file = ROOT / x\n    data_file.open()",
            "data_file = ROOT / str(int(x))\n    data_file.open()"),
        twin(
            "path-traversal",
            "if any(x.startswith(p) for p in DENIED): return\n    open(x)",
            "if not any(x.startswith(p) for p in ROOTS): return\n    open(x)"),
        twin(
            "path-traversal",
            "if BAD.match(x):\n        print('bad', x)\n    open(x)",
            "if BAD.match(x):\n        print('bad', x)\n        return\n    open(x)"),
        twin(
            "ssrf",
            "scheme = x.split(':')[0]\n    if scheme in DENIED: return\n    requests.get(x)",
            "host = urlparse(x).hostname\n    if host not in KNOWN: return\n    requests.get(x)"),
        twin("path-traversal", "pd.read_csv(x)", "pd.read_csv(os.path.basename(x))"),
        twin("path-traversal", "shutil.copy(SOURCE, x)", "shutil.copy(SOURCE, TARGET, x)"),
        twin(
            "ssrf",
            "async with httpx.AsyncClient() as c:\n        await c.get(x)",
            "async with httpx.AsyncClient() as c:\n        await c.get(BASE, params={'q': x})"),
        twin("ssrf", "s = requests.Session()\n    s.get(x)", "s = cache.Session()\n    s.get(x)"));
  }

  static Stream<Arguments> script() {
    return Stream.of(
        twin(
            "command-injection",
            "cp.spawn('sh', ['-c', `ls ${x}`])",
            "cp.spawn('sh', ['build.sh', `--name=${x}`])"),
        twin(
            "command-injection",
            "execFileSync('powershell.exe', ['-NoProfile', '-Command', `Get-Item ${x}`])",
            "execFileSync('powershell.exe', ['-NoProfile', '-File', 'a.ps1', x])"),
        twin(
            "command-injection",
            "execFileSync('osascript', ['-e', `say \"${x}\"`])",
            "execFileSync('osascript', ['say.scpt', x])"),
        twin(
            "command-injection",
            "const c = new Client(); c.exec(`cat ${x}`)",
            "const c = /a/; c.exec(`cat ${x}`)"),
        twin(
            "code-injection",
            "cp.execFile('python3', ['-c', `print(${x})`])",
            "cp.execFile('python3', ['print.py', x])"),
        twin(
            "command-injection",
            "cp.spawn('ls', ['-la', x], { shell: true })",
            "cp.spawn('ls', ['-la'], { shell: true, cwd: x })"),
        twin("command-injection", "Bun.spawn([x, '-v'])", "Bun.spawn(['node', '-v'])"),
        twin("code-injection", "(0, eval)(x)", "(0, draw)(x)"),
        twin(
            "code-injection", "[].constructor.constructor('return ' + x)()", "this.constructor(x)"),
        twin("code-injection", "setTimeout(`run(${x})`, 9)", "setTimeout(() => run(`${x}`), 9)"),
        twin(
            "argument-injection",
            "cp.execFileSync('git', ['checkout', x])",
            "cp.execFileSync('git', ['commit', '-m', x])"),
        twin(
            "argument-injection",
            "cp.execFileSync('tar', ['xf', x])",
            "if (x.startsWith('-')) throw 1; cp.execFileSync('tar', ['xf', x])"),
        twin("code-injection", "cp.fork(x)", "cp.fork('worker.js', [x])"),
        twin("ssrf", "new WebSocket(`wss://${x}/feed`)", "new WebSocket(`wss://a.test/${x}`)"),
        twin("ssrf", "http.get([HOST, x].join('/'))", "http.get(['v2/list', x])"),
        twin("ssrf", "net.connect({ host: x, port: 80 })", "net.connect({ host: HOST, port: x })"),
        twin(
            "code-injection",
            "new AsyncFunction('y', x)()",
            "new Intl.NumberFormat('de', { style: x })"),
        twin(
            "command-injection",
            "if (x.length > 9) throw 1; await open(x)",
            "if (!x.startsWith('https://')) throw 1; await open(x)"),
        twin(
            "ssrf",
            "const u = new URL(x); if (!['http:', 'https:'].includes(u.protocol)) throw 1; fetch(u)",
            "const u = new URL(x); if (!HOSTS.includes(u.hostname)) throw 1; fetch(u)"),
        twin(
            "ssrf",
            "if (!/^https?:/.test(x)) throw 1; fetch(x)",
            "\nawait assertPublic(x);\nfetch(x)"),
        twin(
            "path-traversal",
            "const listing = await look(x); if (!listing.ok) throw 1; fs.readFileSync(x)",
            "const containment = await assertAllowed(x); if (!containment.ok) throw 1; fs.readFileSync(x)"),
        twin(
            "path-traversal",
            "if (BAD.test(x)) { console.warn(`bad ${x}`); } fs.readFileSync(x)",
            "if (BAD.test(x)) { console.warn(`bad ${x}`); return; } fs.readFileSync(x)"),
        twin(
            "path-traversal",
            "if (kept.has(x)) { return kept.get(x); } fs.readFileSync(x)",
            "if (!known.has(x)) { return none.get(x); } fs.readFileSync(x)"),
        twin("command-injection", "new Repo(x).log()", "new Repo(Number(x)).log()"),
        twin(
            "code-injection",
            "const vm = new VM(); vm.run(x)",
            "const vm = new Tests(); vm.run(x)"),
        twin(
            "sql-injection",
            "await database.executeSql(id, { query: `select a from b where c = '${x}'` })",
            "await database.executeSql(id, { query: 'select a from b where c = $1', values: [x] })"),
        twin(
            "sql-injection",
            "const sql = x; await pool.query(sql)",
            "const query = x; await client.query({ query, variables: {} })"),
        twin(
            "sql-injection",
            "const all = promisify(db.all.bind(db)); const query = x; await all(query)",
            "const all = promisify(cache.all.bind(cache)); const query = x; await all(query)"),
        twin("sql-injection", "const run = db.run.bind(db); const sql = x; run(sql)", "db.get(x)"),
        twin(
            "sql-injection",
            "knex('u').whereRaw(`name = '${x}'`)",
            "knex('u').whereRaw('name = ?', [x])"),
        twin(
            "sql-injection",
            "db.collection('u').find({ $where: `this.a == '${x}'` })",
            "db.collection('u').find({ a: `b ${x}` })"),
        twin(
            "deserialisation",
            "yaml.load(x, { schema: yaml.DEFAULT_FULL_SCHEMA })",
            "yaml.load(x, { schema: yaml.JSON_SCHEMA })"),
        twin("path-traversal", "fs.copyFileSync(SOURCE, x)", "fs.writeFileSync(TARGET, x)"),
        twin("path-traversal", "res.sendFile('/srv/' + x)", "res.sendFile(x, { root: '/srv' })"),
        twin(
            "template-injection",
            "Handlebars.compile(pick({ all: x }))",
            "Handlebars.compile(pick({ all: x === 'true' }))"),
        twin(
            "sql-injection",
            "db.get(`SELECT a FROM b WHERE c = ${x}`, (e, row) => row)",
            "facets.get(`SELECT a FROM b WHERE c = ${x}`, () => ({}))"),
        twin(
            "ssrf",
            "const http = axios.create({}); http.get(x)",
            "const http = axios.create({}); http.get('/items', { params: { x } })"));
  }

  static Stream<Arguments> registered() {
    return Stream.of(
        twin("a.py", "mcp.tool(name='t')(act)", "notes.tool(name='t')"),
        twin("b.ts", "server.tool('t', {}, act.bind(this))", "server.tool('t', {}, other)"),
        twin("b.ts", "server.tool('t', {}, guarded(act))", "server.tool('t', {}, guarded(other))"),
        twin(
            "b.ts",
            "server.tool('t', {}, logged(async (x) => { exec(`ping ${x}`) }))",
            "list.map(logged(async (x) => { exec(`ping ${x}`) }), [])"));
  }

  @ParameterizedTest
  @MethodSource("python")
  void pythonTool(String rule, String vulnerable, String clean) {
    assertThat(rules("a.py", tool(vulnerable))).contains("taint/" + rule);
    assertThat(rules("a.py", tool(clean))).doesNotContain("taint/" + rule);
  }

  @ParameterizedTest
  @MethodSource("script")
  void scriptTool(String rule, String vulnerable, String clean) {
    assertThat(rules("a.ts", server(vulnerable))).contains("taint/" + rule);
    assertThat(rules("a.ts", server(clean))).doesNotContain("taint/" + rule);
  }

  @ParameterizedTest
  @MethodSource("registered")
  void functionThatIsRegistered_isAHandler(String path, String handled, String apart) {
    String act =
        path.endsWith(".py")
            ? "import os\ndef act(x):\n    'Acts.'\n    os.system('ping ' + x)\n"
            : "import { exec } from 'child_process';\nfunction act(x) { exec(`ping ${x}`); }\n";

    assertThat(rules(path, act + handled)).containsExactly("taint/command-injection");
    assertThat(rules(path, act + apart)).isEmpty();
  }

  @Test
  void nameOfATool_isNotItsArguments() {
    String handler =
        """
        import { exec } from 'child_process';
        server.setRequestHandler(CallToolRequestSchema, async (request) => {
          const { name, arguments: args = {} } = request.params;
          if (!TOOLS.includes(CHECKED)) throw 1;
          exec(`ping ${args.host}`);
        });
        """;

    assertThat(rules("a.ts", handler.replace("CHECKED", "name")))
        .containsExactly("taint/command-injection");
    assertThat(rules("a.ts", handler.replace("CHECKED", "args.host"))).isEmpty();
  }

  @Test
  void nameBetweenBackticks_warnsAndAValueBlocks() {
    String tool =
        """
        @mcp.tool()
        def find(label: str, value: str):
            query = f"MATCH (n:`{label}`) WHERE n.name = $name CLAUSE RETURN n"
            driver.execute_query(query, {"name": value})
        """;

    assertThat(verdicts("a.py", tool.replace("CLAUSE", ""))).containsExactly(Verdict.WARN);
    assertThat(verdicts("a.py", tool.replace("CLAUSE", "AND n.x = '{value}'")))
        .containsExactly(Verdict.BLOCK);
  }

  private static List<Verdict> verdicts(String path, String text) {
    return Scans.find(path, text).stream()
        .filter(finding -> finding.rule().equals("taint/sql-injection"))
        .map(Finding::effect)
        .toList();
  }

  @Test
  void annotatedMethod_isAHandler() {
    String method =
        """
        import { exec } from 'child_process';
        export class Pings {
          @Get('ping') async ping(@Query('host') host: string) { exec(`ping ${host}`); }
        }
        """;

    assertThat(rules("a.ts", method)).containsExactly("taint/command-injection");
    assertThat(rules("a.ts", method.replace("@Get('ping')", "@Memo('ping')"))).isEmpty();
  }

  @Test
  void partOfAnObjectThatIsTakenApart_isFollowedForItself() {
    String load = "export async function load({ url, folder }) { return fetch(url); }";
    String tool =
        """
        import { load } from './load.js';
        server.tool('t', 'd', {}, async ({ x }) => load({ url: URL, folder: x }));
        """;
    MemoryTree tree = MemoryTree.of("load.js", load);

    assertThat(Scans.scan(tree.with("a.js", tool)).findings()).isEmpty();
    assertThat(Scans.scan(tree.with("a.js", tool.replace("folder: x", "url: x"))).findings())
        .extracting(Finding::rule)
        .containsExactly("taint/ssrf");
  }

  @Test
  void folderComparedByPrefix_isAWeakCheckInGoToo() {
    String check =
        """
        package main
        func allowed(root, name string) bool {
          path := filepath.Clean(name)
          return strings.HasPrefix(path, root)
        }
        func read(name string) ([]byte, error) { return os.ReadFile(name) }
        """;
    String sound = check.replace("path, root)", "path, root+string(filepath.Separator))");

    assertThat(rules("main.go", check)).containsExactly("taint/path-traversal");
    assertThat(rules("main.go", sound)).isEmpty();
  }

  @Test
  void uploadedFile_isASource() {
    String load = "import pickle\n@app.route('/m')\ndef m():\n    f = request.files['m']\n    ";

    assertThat(rules("a.py", load + "pickle.loads(f.read())"))
        .containsExactly("taint/deserialisation");
    assertThat(rules("a.py", load + "json.loads(f.read())")).isEmpty();
  }

  @Test
  void pageOfABrowser_isWhatSuchAToolIsFor() {
    assertThat(Scans.find("a.ts", server("await page.goto(x)")))
        .filteredOn(finding -> finding.rule().equals("taint/ssrf"))
        .extracting(Finding::severity)
        .containsExactly(Severity.MEDIUM);
    assertThat(rules("a.ts", server("await page.goto(`https://acme.dev/${x}`)"))).isEmpty();
  }

  @Test
  void moduleByItsName_warnsAndCodeBlocks() {
    Finding module = Scans.find("a.py", tool("importlib.import_module(f'plugins.{x}')")).getFirst();
    Finding code = Scans.find("a.py", tool("eval(f'plugins.{x}')")).getFirst();

    assertThat(module.rule()).isEqualTo("taint/code-injection").isEqualTo(code.rule());
    assertThat(module.effect()).isEqualTo(Verdict.WARN);
    assertThat(module.severity()).isEqualTo(Severity.MEDIUM);
    assertThat(code.effect()).isEqualTo(Verdict.BLOCK);
  }

  @Test
  void expressionOverADocument_warns() {
    Finding finding = Scans.find("a.py", tool("root.xpath(f\"//a[@b='{x}']\")")).getFirst();

    assertThat(finding.rule()).isEqualTo("taint/sql-injection");
    assertThat(finding.effect()).isEqualTo(Verdict.WARN);
  }

  private static Arguments twin(String first, String vulnerable, String clean) {
    return Arguments.of(first, vulnerable, clean);
  }

  private static String tool(String body) {
    return """
        import httpx, jinja2, os, pickle, requests, shlex, shutil, subprocess
        import pandas as pd
        from fabric import Connection
        from pathlib import Path
        from jinja2.sandbox import SandboxedEnvironment
        @mcp.tool()
        async def t(x: str):
            BODY
        """
        .replace("BODY", body);
  }

  private static String server(String body) {
    return """
        import { execFileSync } from 'node:child_process';
        import axios from 'axios';
        import fs from 'fs';
        import yaml from 'js-yaml';
        import { Client } from 'ssh2';
        import { VM } from 'vm2';
        const cp = require('child_process');
        class Repo {
          constructor(private readonly folder: string) {}
          log() { cp.execSync(`git -C ${this.folder} log`); }
        }
        server.registerTool('t', { inputSchema: {} }, async ({ x }) => { BODY });
        """
        .replace("BODY", body);
  }

  private static List<String> rules(String path, String code) {
    return Scans.find(path, code).stream()
        .filter(finding -> !finding.message().startsWith("The parameter"))
        .map(Finding::rule)
        .distinct()
        .toList();
  }
}
