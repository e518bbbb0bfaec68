package dev.sigil.scanner.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.FlowStep;
import dev.sigil.core.scan.Verdict;
import dev.sigil.scanner.MemoryTree;
import dev.sigil.scanner.Scans;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each vulnerable program stands beside its clean twin. */
class FlowDetectorTest {
  private static final String GO =
      """
      package main

      import (
        "context"
        "database/sql"
        "encoding/gob"
        "fmt"
        "net/http"
        "net/url"
        "os"
        "os/exec"
        "path/filepath"
        "plugin"
        "slices"
        "strconv"
        "strings"
        "text/template"

        "github.com/dop251/goja"
        "github.com/mark3labs/mcp-go/mcp"
      )

      var allowed = map[string]string{"a": "b"}

      func handle(ctx context.Context, request mcp.CallToolRequest) (*mcp.CallToolResult, error) {
        x := request.GetString("x", "")
        BODY
        return nil, nil
      }

      func worded(a string) string { return "ping " + a }

      func dropped(a string) string { return "ping" }

      func made(a string) (string, error) { return a, nil }

      func refused(a string) (string, error) {
        if len(a) > 9 {
          return "", fmt.Errorf("%s is too long", a)
        }
        return settings.Base, nil
      }
      """;
  private static final String JAVA =
      """
      package a;

      class Tools {
        private final Path root = Path.of("/data");
        private JdbcTemplate jdbcTemplate;

        @Tool(description = "Does it")
        String handle(@ToolParam(description = "what") String x, Statement stmt) throws Exception {
          BODY
          return "";
        }

        private static String worded(String a) { return "ping " + a; }

        private static String dropped(String a) { return "ping"; }
      }
      """;

  static Stream<Arguments> go() {
    return Stream.of(
        twin(
            "sql-injection",
            "queryWarehouse(ctx, Params{Query: fmt.Sprintf(\"SELECT a FROM %s\", x)})",
            "queryWarehouse(ctx, Params{Query: \"SELECT a FROM t WHERE b = ?\", Values: x})"),
        twin(
            "command-injection",
            "exec.Command(\"sh\", \"-c\", \"ping \"+x).Run()",
            "exec.Command(\"ping\", \"-c\", \"1\", x).Run()"),
        twin(
            "command-injection",
            "cmd := fmt.Sprintf(\"ping %s\", x)\n exec.CommandContext(ctx, \"bash\", \"-c\", cmd).Run()",
            "n, _ := strconv.Atoi(x)\n exec.CommandContext(ctx, \"bash\", \"-c\", fmt.Sprintf(\"ping %d\", n)).Run()"),
        twin(
            "command-injection",
            "args := []string{\"-c\", \"ls \" + x}\n exec.Command(\"/bin/sh\", args...).Run()",
            "args := []string{\"-l\", x}\n exec.Command(\"/bin/ls\", args...).Run()"),
        twin(
            "command-injection",
            "exec.Command(x, \"-v\").Run()",
            "exec.Command(allowed[x], \"-v\").Run()"),
        twin(
            "command-injection",
            "exec.Command(\"sh\", \"-c\", worded(x)).Run()",
            "exec.Command(\"sh\", \"-c\", dropped(x)).Run()"),
        twin(
            "command-injection",
            "if x == \"\" {\n return nil, nil\n }\n exec.Command(x).Run()",
            "switch x {\n case \"ls\", \"pwd\":\n default:\n return nil, nil\n }\n exec.Command(x).Run()"),
        twin(
            "command-injection",
            "var sb strings.Builder\n sb.WriteString(\"ping \")\n sb.WriteString(x)\n exec.Command(\"sh\", \"-c\", sb.String()).Run()",
            "var sb strings.Builder\n sb.WriteString(\"ping \")\n exec.Command(\"sh\", \"-c\", sb.String()).Run()"),
        twin(
            "code-injection",
            "vm := goja.New()\n vm.RunString(x)",
            "vm := goja.New()\n vm.Set(\"x\", x)"),
        twin("code-injection", "plugin.Open(x)", "plugin.Open(\"a.so\")"),
        twin(
            "code-injection",
            "exec.Command(\"python3\", \"-c\", \"print(\"+x+\")\").Run()",
            "exec.Command(\"python3\", \"run.py\", x).Run()"),
        twin(
            "sql-injection",
            "db.Query(fmt.Sprintf(\"SELECT a FROM t WHERE b = '%s'\", x))",
            "db.Query(\"SELECT a FROM t WHERE b = ?\", x)"),
        twin(
            "sql-injection",
            "q := \"SELECT a FROM t\"\n if x != \"\" {\n q += \" WHERE b = '\" + x + \"'\"\n }\n db.QueryContext(ctx, q)",
            "q := \"SELECT a FROM t\"\n if x != \"\" {\n q += \" WHERE b = ?\"\n }\n db.QueryContext(ctx, q, x)"),
        twin(
            "sql-injection",
            "db.Where(\"name = '\" + x + \"'\").Find(&out)",
            "db.Where(\"name = ?\", x).Find(&out)"),
        twin(
            "path-traversal",
            "os.ReadFile(filepath.Join(\"/data\", x))",
            "os.ReadFile(filepath.Join(\"/data\", filepath.Base(x)))"),
        twin(
            "path-traversal",
            "p := filepath.Clean(x)\n os.WriteFile(p, nil, 0o600)",
            "p := filepath.Clean(x)\n if !strings.HasPrefix(p, root+string(os.PathSeparator)) {\n return nil, nil\n }\n os.WriteFile(p, nil, 0o600)"),
        twin(
            "path-traversal",
            "os.Remove(x)",
            "if !filepath.IsLocal(x) {\n return nil, nil\n }\n os.Remove(x)"),
        twin(
            "path-traversal",
            "rel, err := filepath.Rel(root, x)\n if err != nil {\n return nil, err\n }\n os.Open(x)",
            "rel, err := filepath.Rel(root, x)\n if err != nil || strings.HasPrefix(rel, \"..\") {\n return nil, err\n }\n os.Open(x)"),
        twin("path-traversal", "os.Open(x)", "r, _ := os.OpenRoot(\"/data\")\n r.Open(x)"),
        twin(
            "ssrf",
            "u, _ := url.JoinPath(x, \"a\"); http.Get(u)",
            "u, _ := url.JoinPath(settings.Base, x); http.Get(u)"),
        twin(
            "ssrf",
            "u, err := made(x); if err != nil { return }; http.Get(u)",
            "u, err := refused(x); if err != nil { return }; http.Get(u)"),
        twin("ssrf", "http.Get(x)", "http.Get(\"https://api.acme.dev/v1/\" + url.PathEscape(x))"),
        twin(
            "ssrf",
            "u := \"https://\"; u += x; http.Get(u)",
            "u := settings.Base + \"/v1\"; u += \"?q=\" + x; http.Get(u)"),
        twin("ssrf", "http.Get(x + \"/v1/\")", "http.Get(settings.Base + \"/v1/\" + x)"),
        twin(
            "ssrf",
            "http.Get(fmt.Sprintf(\"%s/v1/%s\", x, x))",
            "http.Get(fmt.Sprintf(\"%s/v1/%s\", os.Getenv(\"BASE\"), x))"),
        twin(
            "ssrf",
            "http.Get(\"http://\" + x + \"/v1\")",
            "http.Get(os.Getenv(\"BASE\") + \"/v1/\" + x)"),
        twin(
            "ssrf",
            "http.NewRequestWithContext(ctx, \"GET\", x, nil)",
            "http.NewRequestWithContext(ctx, \"GET\", fmt.Sprintf(\"%s/v1/%s\", base, x), nil)"),
        twin(
            "ssrf",
            "u, err := url.Parse(x)\n if err != nil {\n return nil, err\n }\n http.Get(u.String())",
            "u, err := url.Parse(x)\n if err != nil || !slices.Contains(hosts, u.Hostname()) {\n return nil, err\n }\n http.Get(u.String())"),
        twin(
            "template-injection",
            "template.New(\"t\").Parse(x)",
            "template.Must(template.New(\"t\").Parse(\"{{.}}\")).Execute(w, x)"),
        twin(
            "deserialisation",
            "gob.NewDecoder(strings.NewReader(x)).Decode(&v)",
            "json.NewDecoder(strings.NewReader(x)).Decode(&v)"));
  }

  static Stream<Arguments> java() {
    return Stream.of(
        twin(
            "command-injection",
            "Runtime.getRuntime().exec(\"ping \" + x);",
            "Runtime.getRuntime().exec(new String[] {\"ping\", x});"),
        twin(
            "command-injection",
            "new ProcessBuilder(\"sh\", \"-c\", \"ping \" + x).start();",
            "new ProcessBuilder(\"ping\", x).start();"),
        twin(
            "command-injection",
            "List<String> c = new ArrayList<>(); c.add(\"bash\"); c.add(\"-c\"); c.add(\"ls \" + x); new ProcessBuilder(c).start();",
            "List<String> c = new ArrayList<>(); c.add(\"ls\"); c.add(x); new ProcessBuilder(c).start();"),
        twin(
            "command-injection",
            "new ProcessBuilder(x, \"-v\").start();",
            "if (!ALLOWED.contains(x)) throw new E(); new ProcessBuilder(x, \"-v\").start();"),
        twin(
            "command-injection",
            "Runtime.getRuntime().exec(worded(x));",
            "Runtime.getRuntime().exec(dropped(x));"),
        twin(
            "command-injection",
            "StringBuilder b = new StringBuilder(\"ping \"); b.append(x); Runtime.getRuntime().exec(b.toString());",
            "StringBuilder b = new StringBuilder(\"ping \"); b.append(Integer.parseInt(x)); Runtime.getRuntime().exec(b.toString());"),
        twin(
            "command-injection",
            "Runtime.getRuntime().exec(String.format(\"ping %s\", x));",
            "String c = switch (x) { case \"a\" -> \"ls\"; default -> \"pwd\"; }; Runtime.getRuntime().exec(c);"),
        twin(
            "code-injection",
            "new ScriptEngineManager().getEngineByName(\"js\").eval(x);",
            "ScriptEngine e = new ScriptEngineManager().getEngineByName(\"js\"); e.put(\"x\", x); e.eval(\"x\");"),
        twin(
            "code-injection",
            "new SpelExpressionParser().parseExpression(x).getValue();",
            "new SpelExpressionParser().parseExpression(\"#root\").getValue(x);"),
        twin("code-injection", "Ognl.getValue(x, root);", "Ognl.getValue(\"name\", x);"),
        twin(
            "code-injection",
            "new InitialContext().lookup(x);",
            "new InitialContext().lookup(\"java:comp/env/\" + x);"),
        twin(
            "code-injection",
            "Context context = new InitialContext(); Object a = context.lookup(x);",
            "Words words = new Words(); Object a = words.lookup(x);"),
        twin(
            "sql-injection",
            "stmt.executeQuery(\"SELECT a FROM t WHERE b = '\" + x + \"'\");",
            "PreparedStatement p = c.prepareStatement(\"SELECT a FROM t WHERE b = ?\"); p.setString(1, x); p.executeQuery();"),
        twin(
            "sql-injection",
            "String sql = \"SELECT a FROM t WHERE b = '%s'\".formatted(x); jdbcTemplate.queryForList(sql);",
            "jdbcTemplate.queryForList(\"SELECT a FROM t WHERE b = ?\", x);"),
        twin(
            "sql-injection",
            "em.createNativeQuery(\"DELETE FROM t WHERE a = \" + x).executeUpdate();",
            "em.createNativeQuery(\"DELETE FROM t WHERE a = :a\").setParameter(\"a\", x).executeUpdate();"),
        twin(
            "path-traversal",
            "Files.readString(root.resolve(x));",
            "Path p = root.resolve(x).normalize(); if (!p.startsWith(root)) { throw new E(); } Files.readString(p);"),
        twin(
            "path-traversal",
            "new FileInputStream(new File(\"/data\", x));",
            "new FileInputStream(new File(\"/data\", FilenameUtils.getName(x)));"),
        twin(
            "path-traversal",
            "String p = new File(BASE, x).getCanonicalPath(); if (!p.startsWith(BASE)) throw new E(); new FileReader(p);",
            "String p = new File(BASE, x).getCanonicalPath(); if (!p.startsWith(BASE + File.separator)) throw new E(); new FileReader(p);"),
        twin(
            "path-traversal",
            "File f = new File(x); f.delete();",
            "File f = new File(\"a\"); f.delete(); log(x);"),
        twin(
            "ssrf",
            "new URL(x).openStream();",
            "new URL(\"https://api.acme.dev/\" + x).openStream();"),
        twin(
            "ssrf",
            "HttpRequest.newBuilder(URI.create(x)).build();",
            "URI u = URI.create(x); if (!HOSTS.contains(u.getHost())) throw new E(); HttpRequest.newBuilder(u).build();"),
        twin(
            "ssrf",
            "restTemplate.getForObject(x, String.class);",
            "restTemplate.getForObject(\"https://api.acme.dev/{x}\", String.class, x);"),
        twin(
            "template-injection",
            "new Template(\"t\", new StringReader(x), cfg).process(m, w);",
            "new Template(\"t\", new StringReader(\"${x}\"), cfg).process(Map.of(\"x\", x), w);"),
        twin(
            "deserialisation",
            "new ObjectInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(x))).readObject();",
            "new ObjectMapper().readValue(x, A.class);"),
        twin(
            "deserialisation",
            "Yaml yaml = new Yaml(); yaml.load(x);",
            "Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions())); yaml.load(x);"),
        twin("deserialisation", "new XStream().fromXML(x);", "new XmlMapper().readTree(x);"),
        twin(
            "deserialisation",
            "ObjectMapper m = new ObjectMapper(); m.activateDefaultTyping(v); m.readValue(x, A.class);",
            "ObjectMapper m = new ObjectMapper(); m.readValue(x, A.class);"));
  }

  @ParameterizedTest
  @MethodSource("go")
  void goTool(String rule, String vulnerable, String clean) {
    assertThat(rules("a.go", GO.replace("BODY", vulnerable))).contains("taint/" + rule);
    assertThat(rules("a.go", GO.replace("BODY", clean))).doesNotContain("taint/" + rule);
  }

  @ParameterizedTest
  @MethodSource("java")
  void javaTool(String rule, String vulnerable, String clean) {
    assertThat(rules("A.java", JAVA.replace("BODY", vulnerable))).contains("taint/" + rule);
    assertThat(rules("A.java", JAVA.replace("BODY", clean))).doesNotContain("taint/" + rule);
  }

  static Stream<Arguments> goSources() {
    return Stream.of(
        Arguments.of(
            "func h(ctx context.Context, req *mcp.CallToolRequest, in Input) (*mcp.CallToolResult, Out, error) { SINK(in.Path) }"),
        Arguments.of(
            "func h(in Input) (*mcp.ToolResponse, error) { SINK(in.Path) }\nfunc main() { server.RegisterTool(\"a\", \"b\", h) }"),
        Arguments.of(
            "func main() { server.RegisterTool(\"a\", \"b\", func(in Input) (*mcp.ToolResponse, error) { SINK(in.Path) }) }"),
        Arguments.of(
            "func h(ctx context.Context, in Input) (string, error) { SINK(in.Path) }\nvar T = mcpgrafana.MustTool(\"a\", \"b\", h)"),
        Arguments.of(
            "func h(ctx context.Context, r mcp.CallToolRequest) (*mcp.CallToolResult, error) {\n args, _ := r.Params.Arguments.(map[string]any)\n p, ok := args[\"path\"].(string)\n SINK(p) }"),
        Arguments.of(
            "func (t *Tool) h(ctx context.Context, r server.ToolCallRequest) (any, error) {\n p, ok := r.Parameters[\"path\"].(string)\n SINK(p) }"),
        Arguments.of(
            "func h(ctx context.Context, r mcp.CallToolRequest) (*mcp.CallToolResult, error) {\n var in Input\n if err := r.BindArguments(&in); err != nil {\n return nil, err\n }\n SINK(in.Path) }"),
        Arguments.of(
            "func (s *Server) h(req MCPRequest) string {\n switch req.Params[\"name\"] {\n case \"read\":\n p, _ := req.Params[\"path\"].(string)\n SINK(p) }\n return \"\" }"),
        Arguments.of(
            "func h(w http.ResponseWriter, r *http.Request) { SINK(r.URL.Query().Get(\"path\")) }"),
        Arguments.of(
            "func (s *Server) h(ctx context.Context, r mcp.ReadResourceRequest) error { s.read(r.Params.URI) }\nfunc (s *Server) read(p string) { SINK(p) }"));
  }

  static Stream<Arguments> javaSources() {
    return Stream.of(
        Arguments.of("@McpTool(name = \"a\") String h(String path) { SINK(path); }"),
        Arguments.of(
            "@Tool String h(@ToolArg(description = \"a, b\") String path, McpLog log) { SINK(path); }"),
        Arguments.of(
            "Result h(McpSyncServerExchange exchange, CallToolRequest request) { SINK((String) request.arguments().get(\"path\")); }"),
        Arguments.of(
            "void main() { new McpServerFeatures.SyncToolSpecification(tool, (exchange, args) -> { SINK(args.get(\"path\").toString()); return null; }); }"),
        Arguments.of(
            "void main() { SyncToolSpecification.builder().tool(tool).callHandler((exchange, request) -> go(request)).build(); }\n Result go(CallToolRequest r) { SINK(r.arguments().get(\"path\").toString()); }"),
        Arguments.of("@GetMapping(\"/a\") String h(@RequestParam String path) { SINK(path); }"),
        Arguments.of(
            "protected void doGet(HttpServletRequest req, HttpServletResponse resp) { String p = req.getParameter(\"path\"); SINK(p); }"),
        Arguments.of(
            "@PostMapping String h(@RequestBody Input in) { helper(in.path()); }\n void helper(String p) { SINK(p); }"));
  }

  @ParameterizedTest
  @MethodSource("goSources")
  void goSource_isFollowed(String code) {
    String program =
        "package main\n import (\n\"os\"\n\"net/http\"\n)\n"
            + code.replace("SINK(", "os.ReadFile(");

    assertThat(rules("a.go", program)).containsExactly("taint/path-traversal");
  }

  @ParameterizedTest
  @MethodSource("javaSources")
  void javaSource_isFollowed(String code) {
    String program = "class A { " + code.replace("SINK(", "new FileReader(") + " }";

    assertThat(rules("A.java", program)).containsExactly("taint/path-traversal");
  }

  @Test
  void helperInAnotherFileOfThePackage_isFollowed() {
    String handler =
        "package a\nfunc h(ctx context.Context, r mcp.CallToolRequest) error { return run(ctx, r.GetString(\"c\", \"\")) }\n";
    String helper =
        "package a\nimport \"os/exec\"\nfunc run(ctx context.Context, c string) error { return exec.Command(\"sh\", \"-c\", \"ls \"+c).Run() }\n";

    Finding found = only(MemoryTree.of("a/h.go", handler).with("a/run.go", helper));

    assertThat(found.path()).isEqualTo("a/run.go");
    assertThat(found.effect()).isEqualTo(Verdict.BLOCK);
    assertThat(found.steps()).extracting(FlowStep::path).contains("a/h.go", "a/run.go");
  }

  @Test
  void serviceInAnotherClass_isFollowedThroughItsInterface() {
    String tool =
        "class T { private final Runner runner; @Tool String h(String x) { return runner.run(x); } }";
    String service =
        "class Shell implements Runner { public String run(String c) { Runtime.getRuntime().exec(\"sh -c \" + c); } }";

    assertThat(only(MemoryTree.of("T.java", tool).with("Shell.java", service)).path())
        .isEqualTo("Shell.java");
  }

  @Test
  void helper_givesBackOnlyWhatThisCallWasGiven() {
    String code =
        "class A { static String same(String a) { return a; }\n"
            + "@Tool void h(String x) { same(x); new FileReader(same(\"fixed\")); } }";

    assertThat(rules("A.java", code)).isEmpty();
  }

  @Test
  void memberThatIsANumber_isHarmless() {
    String code =
        """
        package a
        type In struct {
          Limit int `json:"limit"`
          Name string
        }
        func h(ctx context.Context, r *mcp.CallToolRequest, in In) error {
          db.Query(fmt.Sprintf("SELECT a FROM t LIMIT %v", in.Limit))
          return nil
        }
        """;

    assertThat(rules("a.go", code)).isEmpty();
    assertThat(rules("a.go", code.replace("in.Limit", "in.Name"))).isNotEmpty();
  }

  @Test
  void wholeArgumentAsACommand_isACapability() {
    String shell = "exec.Command(\"sh\", \"-c\", x).Run()";

    assertThat(Scans.find("a.go", GO.replace("BODY", shell)).getFirst().effect())
        .isEqualTo(Verdict.WARN);
  }

  @Test
  void injectionInAToolThatRunsAnyStatement_isACapability() {
    String own = "st.executeQuery(\"SELECT a FROM plan('\" + y + \"')\");";

    assertThat(effect("c.prepareStatement(x).execute(); " + own)).isEqualTo(Verdict.WARN);
    assertThat(effect("c.prepareStatement(STORED).execute(); " + own)).isEqualTo(Verdict.BLOCK);
  }

  @Test
  void statementToExplain_isStillTheWholeArgument() {
    assertThat(effect("c.prepareStatement(\"EXPLAIN PLAN FOR \" + y);")).isEqualTo(Verdict.WARN);
    assertThat(effect("c.prepareStatement(\"EXPLAIN SELECT a FROM \" + y);"))
        .isEqualTo(Verdict.BLOCK);
  }

  private static Verdict effect(String body) {
    String code = "class A { @Tool void h(String x, String y) { " + body + " } }";
    return Scans.scan(MemoryTree.of("A.java", code)).verdict();
  }

  @Test
  void programInAFunction_isStillTheWholeArgument() {
    String run = "goja.New().RunString(\"BEFORE\" + x + \"\\n})()\")";

    assertThat(Scans.find("a.go", GO.replace("BODY", run.replace("BEFORE", "(() => {\\n"))))
        .allMatch(finding -> finding.effect() == Verdict.WARN)
        .isNotEmpty();
    assertThat(Scans.find("a.go", GO.replace("BODY", run.replace("BEFORE", "f("))))
        .anyMatch(finding -> finding.effect() == Verdict.BLOCK);
  }

  @Test
  void unknownCallers_warn() {
    String helper =
        "package a\nimport \"os/exec\"\nfunc Run(c string) { exec.Command(\"sh\", \"-c\", \"ls \"+c).Run() }\n";

    assertThat(Scans.find("a.go", helper).getFirst().effect()).isEqualTo(Verdict.WARN);
  }

  private static Finding only(MemoryTree tree) {
    List<Finding> found =
        Scans.scan(tree).findings().stream().filter(f -> f.rule().startsWith("taint/")).toList();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private static Arguments twin(String rule, String vulnerable, String clean) {
    return Arguments.of(rule, vulnerable, clean);
  }

  private static List<String> rules(String path, String code) {
    return Scans.find(path, code).stream()
        .filter(finding -> !finding.message().startsWith("The parameter"))
        .map(Finding::rule)
        .filter(rule -> rule.startsWith("taint/"))
        .distinct()
        .toList();
  }
}
