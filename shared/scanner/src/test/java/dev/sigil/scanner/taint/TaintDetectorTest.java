package dev.sigil.scanner.taint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.Severity;
import dev.sigil.core.scan.Verdict;
import dev.sigil.scanner.Scans;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each vulnerable program stands beside its clean twin. */
class TaintDetectorTest {
  static Stream<Arguments> python() {
    return Stream.of(
        twin("command-injection", "os.system(f'ping {x}')", "os.system(f'ping {shlex.quote(x)}')"),
        twin(
            "command-injection",
            "subprocess.run('ls ' + x, shell=True)",
            "subprocess.run(['ls', x])"),
        twin(
            "command-injection",
            "await asyncio.create_subprocess_shell('a %s' % x)",
            "await asyncio.create_subprocess_exec('a', x)"),
        twin(
            "command-injection",
            "c = f'a {x}'\n    sp.check_output(c, shell=True)",
            "c = f'a {int(x)}'\n    sp.check_output(c, shell=True)"),
        twin("code-injection", "return eval(x)", "return ast.literal_eval(x)"),
        twin("code-injection", "exec(f'y = {x}')", "exec('y = 1')"),
        twin(
            "sql-injection",
            "db.execute(f\"SELECT * FROM t WHERE a = '{x}'\")",
            "db.execute('SELECT * FROM t WHERE a = ?', (x,))"),
        twin(
            "sql-injection",
            "q = 'SELECT a FROM t WHERE b = ' + x\n    cursor.execute(q)",
            "q = 'SELECT a FROM t WHERE b = ' + str(int(x))\n    cursor.execute(q)"),
        twin("deserialisation", "pickle.loads(base64.b64decode(x))", "json.loads(x)"),
        twin("deserialisation", "yaml.load(x)", "yaml.load(x, Loader=yaml.SafeLoader)"),
        twin(
            "template-injection",
            "jinja2.Template(x).render()",
            "jinja2.Template('{{ a }}').render(a=x)"),
        twin(
            "path-traversal",
            "open(os.path.join(ROOT, x)).read()",
            "open(os.path.join(ROOT, os.path.basename(x))).read()"),
        twin(
            "path-traversal",
            "Path(x).read_text()",
            "p = Path(x).resolve()\n    if not p.is_relative_to(ROOT): raise ValueError()\n    p.read_text()"),
        twin(
            "path-traversal",
            "if not x.startswith(allowed): raise E()\n    open(x)",
            "if not x.startswith(root + os.sep): raise E()\n    open(x)"),
        twin("ssrf", "requests.get(x)", "requests.get(f'https://api.acme.dev/v1/{x}')"),
        twin("ssrf", "httpx.post(f'http://{x}/a')", "httpx.post(BASE + x)"),
        twin(
            "argument-injection",
            "repo.git.checkout(x)",
            "if x.startswith('-'): raise E()\n    repo.git.checkout(x)"),
        twin("argument-injection", "repo.git.diff('-U3', x)", "repo.git.diff('-U3', '--', x)"),
        twin(
            "path-traversal",
            "path = os.path.realpath(x)\n    if not path.startswith(base_dir): raise E()",
            "path = os.path.realpath(x)\n    if not path.startswith(base_dir + os.sep): raise E()"),
        twin(
            "path-traversal",
            "path = os.path.realpath(x)\n    if not path.startswith(str(root)): raise E()",
            "path = describe(x)\n    if not path.startswith(str(root)): raise E()"),
        twin(
            "code-injection",
            "open(p, 'w').write(x)\n    subprocess.run([sys.executable, p])",
            "open(p, 'w').write(x)\n    subprocess.run(['wc', p])"),
        twin(
            "ssrf",
            "u = request.headers.get('x-acme-url')",
            "u = request.headers.get('x-acme-url')\n    validate_url(u)"),
        twin(
            "ssrf",
            "u = request.headers[b'x-acme-base-url']",
            "u = request.headers['x-forwarded-host']"),
        twin("ssrf", "requests.get(f'{x}/a')", "requests.get(f'{base}/{x}')"),
        twin(
            "template-injection",
            "c = x\n    c = c.format(a=1)",
            "c = load()\n    c = c.format(a=x)"),
        twin(
            "sql-injection",
            "db.execute(x)",
            "db.execute(sqlalchemy.select(T).where(T.a == x).order_by(T.b))"),
        twin("ssrf", "requests.get(x)", "ip, host = resolve_and_validate(x)\n    requests.get(x)"),
        twin("ssrf", "requests.get(led(x, 'a'))", "requests.get(led('https://api.acme.dev/', x))"),
        twin(
            "ssrf",
            "requests.get(x)",
            "u = urlparse(x)\n    if u.hostname not in ALLOWED: raise E()\n    requests.get(x)"));
  }

  static Stream<Arguments> script() {
    return Stream.of(
        twin("command-injection", "execSync(`git log ${x}`)", "execFileSync('git', ['log', x])"),
        twin("command-injection", "await run('a ' + x)", "await run('a ' + Number(x))"),
        twin("command-injection", "cp.spawn(x, [], { shell: true })", "cp.spawn('ls', [x])"),
        twin(
            "command-injection",
            "let c = 'a'; c += ` ${x}`; exec(c)",
            "let c = 'a'; c += ` ${parseInt(x)}`; exec(c)"),
        twin("command-injection", "helper(x)", "other(x)"),
        twin(
            "command-injection",
            "const a = await retry(() => list(x)); execSync(`a ${a}`)",
            "const a = await retry(() => { log(x); return 1; }); execSync(`a ${a}`)"),
        twin("command-injection", "execSync(made(x))", "execSync(fixed(x))"),
        twin(
            "command-injection",
            "let c = x; if (!c) { c = 'a'; } execSync(`a ${c}`)",
            "let c = x; if (c) { c = shellescape([c]); } execSync(`a ${c}`)"),
        twin(
            "command-injection",
            "const { a, b } = x; if (!isValid(a)) throw 1; execSync(`a ${b}`)",
            "const { a, b } = x; if (!isValid(b)) throw 1; execSync(`a ${b}`)"),
        twin("ssrf", "fetch(new URL(x))", "fetch(new URL(`${BASE}/a/${x}`))"),
        twin("ssrf", "fetch({ url: x })", "fetch({ url: BASE, headers: { a: x }, body: x })"),
        twin("code-injection", "new Function(x)()", "/a/.exec(x)"),
        twin(
            "sql-injection",
            "db.query(`SELECT * FROM t WHERE a = '${x}'`)",
            "db.query('SELECT * FROM t WHERE a = $1', [x])"),
        twin("sql-injection", "db.all('SELECT a FROM t WHERE b = ' + x)", "cache.get(`user:${x}`)"),
        twin(
            "path-traversal",
            "fs.readFileSync(path.join(root, x))",
            "fs.readFileSync(path.join(root, path.basename(x)))"),
        twin(
            "path-traversal",
            "await readFile(x)",
            "const p = await validatePath(x); await readFile(p)"),
        twin(
            "path-traversal",
            "const p = path.resolve(x); if (!p.startsWith(root)) throw 1; fs.unlinkSync(p)",
            "const p = path.resolve(x); if (!p.startsWith(root + path.sep)) throw 1; fs.unlinkSync(p)"),
        twin("ssrf", "await fetch(x)", "await fetch(`https://api.acme.dev/${x}`)"),
        twin(
            "ssrf",
            "await axios.get(`http://${x}`)",
            "if (!ALLOWED.includes(x)) throw 1; await axios.get(x)"),
        twin(
            "ssrf",
            "const error = describe(x); if (error) throw 1; await fetch(x)",
            "const error = await validateUrl(x); if (error) throw 1; await fetch(x)"),
        twin(
            "command-injection",
            "new StdioClientTransport({ command: x, args: [] })",
            "new StdioClientTransport({ command: 'node', args: [x] })"),
        twin(
            "path-traversal",
            "const filePath = path.resolve(x); if (!filePath.startsWith(rootDir)) throw 1",
            "const filePath = path.resolve(x); if (!filePath.startsWith(rootDir + path.sep)) throw 1"),
        twin("template-injection", "ejs.render(x)", "ejs.render('<%= a %>', { a: x })"));
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

  @Test
  void commandAroundAnArgument_blocks_wholeArgumentIsACapability() {
    assertThat(find("a.py", tool("os.system(f'ping {x}')")).effect()).isEqualTo(Verdict.BLOCK);
    assertThat(find("a.py", tool("'Runs a command.'\n    os.system(x)")).effect())
        .isEqualTo(Verdict.WARN);
  }

  @Test
  void wholeArgument_blocksWhereTheToolDoesNotSayWhatItIsFor() {
    assertThat(find("a.py", tool("os.system(x)")).effect()).isEqualTo(Verdict.BLOCK);
  }

  @Test
  void helperWithUnknownCallers_warns() {
    String helper = "import os\ndef ping(host):\n    os.system(f'ping {host}')\n";

    assertThat(find("a.py", helper).effect()).isEqualTo(Verdict.WARN);
    assertThat(rules("a.py", "def read(path):\n    return open(path)\n")).isEmpty();
  }

  @Test
  void helperOfTheSameFile_isFollowed() {
    String code = "import os\ndef ping(host):\n    os.system('ping ' + host)\n" + tool("ping(x)");

    assertThat(find("a.py", code).effect()).isEqualTo(Verdict.BLOCK);
    assertThat(find("a.py", code).message()).contains("`x`");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x: int",
        "x: Optional[bool] = None",
        "x: Annotated[int, Field(description='a text')] = 1",
        "x: Literal['a', 'b'] = 'a'",
        "x: datetime.datetime",
        "x: Session = Depends(get_db)"
      })
  void parameterThatHoldsNoTextOfCallers_isNoSource(String parameter) {
    String tool = "@mcp.tool()\ndef t(PARAMETER):\n    open(f'/srv/{x}')\n";

    assertThat(rules("a.py", tool.replace("PARAMETER", parameter))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x: str = '1'",
        "x: int | str",
        "x: Form = Depends()",
        "x: Annotated[str, Field(ge=1)]"
      })
  void parameterThatMayHoldText_isASource(String parameter) {
    String tool = "@mcp.tool()\ndef t(PARAMETER):\n    open(f'/srv/{x}')\n";

    assertThat(rules("a.py", tool.replace("PARAMETER", parameter)))
        .containsExactly("taint/path-traversal");
  }

  @Test
  void elementThatACallerChooses_isToldAndNothingMore() {
    assertThat(find("a.py", tool("open(FILES[x])")).severity()).isEqualTo(Severity.INFO);
    assertThat(find("a.py", tool("open([x][0])")).severity()).isNotEqualTo(Severity.INFO);
    assertThat(find("a.py", tool("f = x if a else FILES[x]\n    os.system('a ' + f)")).severity())
        .isNotEqualTo(Severity.INFO);
  }

  @Test
  void pathThatAToolIsFor_isACapability_nameBelowAFolderIsNot() {
    String tool = tool("'Reads a file.'\n    open(BODY)").replace("x:", "file_path:");

    assertThat(find("a.py", tool.replace("BODY", "file_path")).severity())
        .isEqualTo(Severity.MEDIUM);
    assertThat(find("a.py", tool.replace("BODY", "os.path.join(file_path, 'a')")).severity())
        .isEqualTo(Severity.MEDIUM);
    assertThat(find("a.py", tool.replace("BODY", "os.path.join(ROOT, file_path)")).severity())
        .isEqualTo(Severity.HIGH);
    assertThat(find("a.py", tool.replace("BODY", "f'/srv/{file_path}'")).severity())
        .isEqualTo(Severity.HIGH);
  }

  @Test
  void nameOfATableThatACallerGives_doesNotBlock() {
    String query = tool("db.execute(f'DROP TABLE {x}')");

    assertThat(find("a.py", query).effect()).isEqualTo(Verdict.BLOCK);
    assertThat(
            find("a.py", query.replace("x:", "table_name:").replace("{x}", "{table_name}"))
                .effect())
        .isEqualTo(Verdict.WARN);
  }

  @Test
  void nameOfATableOfUnknownCallers_isToldOnly() {
    String helper =
        "def drop(PARAMETER):\n    db.execute(f'DELETE FROM t WHERE {PARAMETER} = 1')\n";

    assertThat(find("a.py", helper.replace("PARAMETER", "column")).effect())
        .isEqualTo(Verdict.PASS);
    assertThat(find("a.py", helper.replace("PARAMETER", "text")).effect()).isEqualTo(Verdict.WARN);
  }

  @Test
  void programInAFunction_isStillTheWholeArgument() {
    assertThat(evaluated("`(async () => {\\n${x}\\n})()`").effect()).isEqualTo(Verdict.WARN);
    assertThat(evaluated("`sum(${x})`").effect()).isEqualTo(Verdict.BLOCK);
  }

  @Test
  void requestHeaderAndBody_areSources() {
    assertThat(rules("a.js", "app.post('/x', (req, res) => { fetch(req.headers['x-url']) })"))
        .containsExactly("taint/ssrf");
  }

  @Test
  void programChosenByARequest_isReportedWhereNobodyIsAskedWhoTheyAre() {
    String open = "app.get('/x', (req, res) => start(req)); ";
    String start =
        "const start = (req) => new StdioClientTransport({ command: req.query.c, args: [] });";

    assertThat(rules("a.js", open + start)).containsExactly("taint/command-injection");
    assertThat(rules("a.js", open.replace("'/x',", "'/x', requireAuth,") + start)).isEmpty();
  }

  @Test
  void queryThatAMethodComposes_isFollowed() {
    String builder =
        """
        class Builder:
            def build(self, where):
                return f'SELECT a FROM t WHERE {where}'
        """;

    assertThat(rules("a.py", builder + tool("cursor.execute(b.build(x))")))
        .containsExactly("taint/sql-injection");
    assertThat(rules("a.py", builder + tool("cursor.execute(b.build('a = 1'), x)"))).isEmpty();
  }

  @Test
  void namedLine_isTheSinks() {
    assertThat(find("a.py", "@mcp.tool()\ndef t(x: str):\n    y = x\n    eval(y)\n").line())
        .isEqualTo(4);
  }

  private static Finding evaluated(String code) {
    return Scans.find("a.ts", server("eval(" + code + ")")).stream()
        .filter(finding -> finding.rule().equals("taint/code-injection"))
        .findFirst()
        .orElseThrow();
  }

  private static Arguments twin(String rule, String vulnerable, String clean) {
    return Arguments.of(rule, vulnerable, clean);
  }

  private static String tool(String body) {
    return "import os, shlex, subprocess, sqlalchemy\nimport subprocess as sp\n"
        + "def led(u, p):\n    e = quote_plus(p)\n    return f'{u}?a={e}'\n@mcp.tool()\nasync def t(x: str):\n    "
        + body
        + "\n";
  }

  private static String server(String body) {
    return """
        import { exec, execSync, execFileSync } from 'node:child_process';
        import { readFile } from 'fs/promises';
        import * as fs from 'fs';
        const cp = require('child_process');
        const run = promisify(exec);
        function helper(a: string): void { execSync(`x ${a}`); }
        function made(a: string): string { return 'x ' + a; }
        function fixed(a: string): string { console.log(a); return 'x'; }
        function other(a: string): void { console.log(`x ${a}`); }
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

  private static Finding find(String path, String code) {
    return Scans.find(path, code).getFirst();
  }
}
