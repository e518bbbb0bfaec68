package dev.sigil.scanner.taint;

import dev.sigil.core.scan.Severity;
import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.detect.Detector;
import dev.sigil.scanner.detect.Findings;
import dev.sigil.scanner.detect.LiteralIndex;
import dev.sigil.scanner.detect.Location;
import dev.sigil.scanner.detect.Rule;
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

  private static final Rule INCOMPLETE =
      Rule.warn(
          "scan/not-followed",
          Severity.LOW,
          "This program is too large or too tangled to follow what callers control in it.",
          "Commit the sources instead of a bundle, or keep bundles out of the repository.");

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
    if (!hasCandidate(file)) {
      return;
    }
    if (file.content().length > LARGEST) {
      findings.add(INCOMPLETE, file.location(), 0, file.location().name(), "size");
      return;
    }
    Dialect dialect = Dialect.of(file.location()).orElseThrow();
    Program program = Program.read(dialect, file.window(0, Integer.MAX_VALUE));
    Flow flow = new Flow(program, rules);
    flow.run()
        .forEach(
            (open, kinds) ->
                kinds.forEach(
                    (kind, taint) ->
                        findings.add(
                            kind.rule(taint), file, program.token(Math.max(0, open - 1)).start())));
    if (flow.isIncomplete()) {
      findings.add(INCOMPLETE, file.location(), 0, file.location().name(), "work");
    }
  }

  private static boolean hasCandidate(ScannedFile file) {
    AtomicBoolean found = new AtomicBoolean();
    CANDIDATES.scan(file.content(), (literal, end) -> found.set(true));
    return found.get();
  }
}
