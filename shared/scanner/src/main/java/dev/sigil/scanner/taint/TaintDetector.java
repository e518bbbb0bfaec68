package dev.sigil.scanner.taint;

import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.detect.Detector;
import dev.sigil.scanner.detect.Findings;
import dev.sigil.scanner.detect.LiteralIndex;
import dev.sigil.scanner.detect.Location;
import dev.sigil.scanner.detect.ScannedFile;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Command, code, SQL and template injection, unsafe deserialisation, path traversal and requests to
 * chosen hosts, in Python, JavaScript and TypeScript. Files without any candidate call are never
 * parsed.
 */
public final class TaintDetector implements Detector {
  private static final int LARGEST = 2 << 20;
  private static final LiteralIndex CANDIDATES =
      LiteralIndex.of(
          List.of(
              "exec",
              "spawn",
              "system(",
              "popen",
              "subprocess",
              "eval(",
              "function(",
              "compile",
              "import(",
              "__import__",
              "import_module",
              "loads(",
              ".load(",
              "unserialize",
              "template",
              ".format(",
              "from_string",
              "render",
              "query",
              ".raw(",
              ".prepare(",
              ".all(",
              ".get(",
              ".run(",
              "open(",
              "readfile",
              "writefile",
              "unlink",
              "shutil",
              "os.remove",
              "listdir",
              "read_text",
              "write_text",
              "fetch(",
              "axios",
              "requests.",
              "httpx",
              "urlopen",
              "got(",
              "http.",
              "https.",
              "xpath",
              ".find(",
              "readdir",
              "createreadstream",
              "child_process"));

  private final TaintRules rules = TaintRules.standard();

  @Override
  public boolean accepts(Location location) {
    return Dialect.of(location).isPresent();
  }

  @Override
  public boolean needsWholeFile() {
    return false;
  }

  @Override
  public String version() {
    return "taint-1\n" + rules.source();
  }

  @Override
  public void inspect(ScannedFile file, Findings findings) {
    if (file.content().length > LARGEST || !hasCandidate(file)) {
      return;
    }
    Dialect dialect = Dialect.of(file.location()).orElseThrow();
    Program program = Program.read(dialect, file.window(0, Integer.MAX_VALUE));
    new Flow(program, rules)
        .run()
        .forEach(
            (open, kinds) ->
                kinds.forEach(
                    (kind, taint) ->
                        findings.add(
                            kind.rule(taint), file, program.token(Math.max(0, open - 1)).start())));
  }

  private static boolean hasCandidate(ScannedFile file) {
    AtomicBoolean found = new AtomicBoolean();
    CANDIDATES.scan(file.content(), (literal, end) -> found.set(true));
    return found.get();
  }
}
