package dev.sigil.scanner.taint;

import dev.sigil.core.scan.FlowStep;
import dev.sigil.core.scan.Severity;
import dev.sigil.scanner.code.Callee;
import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.detect.Detector;
import dev.sigil.scanner.detect.Findings;
import dev.sigil.scanner.detect.LiteralIndex;
import dev.sigil.scanner.detect.Location;
import dev.sigil.scanner.detect.Place;
import dev.sigil.scanner.detect.Rule;
import dev.sigil.scanner.detect.ScannedFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

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

  private static final LiteralIndex REGISTERS =
      LiteralIndex.of(
          List.of("tool", "prompt", "resource", "setrequesthandler", "router", "app.", "route"));

  private static final Rule INCOMPLETE =
      Rule.warn(
          "scan/not-followed",
          Severity.LOW,
          "This program is too large or too tangled to follow what callers control in it.",
          "Commit the sources instead of a bundle, or keep bundles out of the repository.");

  private final TaintRules rules = TaintRules.standard();

  @Override
  public boolean accepts(Location location) {
    return Dialect.untyped(location).isPresent();
  }

  @Override
  public boolean needsWholeFile() {
    return false;
  }

  @Override
  public boolean judgesUnitTests() {
    return false;
  }

  @Override
  public String version() {
    return "taint-3\n" + rules.source();
  }

  @Override
  public void inspect(ScannedFile file, Findings findings) {
    boolean shipped = file.location().shipped();
    boolean registers = REGISTERS.isIn(file.content());
    if (!registers && !CANDIDATES.isIn(file.content())) {
      return;
    }
    if (file.content().length > LARGEST) {
      if (CANDIDATES.isIn(file.content())) {
        findings.add(INCOMPLETE, file.location(), 0, file.location().name(), "size");
      }
      return;
    }
    Dialect dialect = Dialect.untyped(file.location()).orElseThrow();
    Program program = file.reading(Program.class, read -> Program.of(read, dialect));
    if (shipped) {
      weakChecks(file, program, findings);
    }
    if (!reachesSink(program) && !registers && !(shipped && handsOn(program))) {
      findings.observe(TaintFacts.of(file, program));
      return;
    }
    Flow flow = new Flow(program, rules);
    Map<Integer, Map<TaintClass, Taint>> found = flow.run();
    found.forEach(
        (open, kinds) ->
            kinds.forEach(
                (kind, taint) -> {
                  int sink = program.token(Math.max(0, open - 1)).start();
                  if (taint.proven()) {
                    findings.add(kind.rule(taint), file, sink, steps(file, program, taint, sink));
                  }
                }));
    findings.observe(TaintFacts.of(file, program, flow, found));
    if (flow.isIncomplete()) {
      findings.add(INCOMPLETE, file.location(), 0, file.location().name(), "work");
    }
  }

  private static void weakChecks(ScannedFile file, Program program, Findings findings) {
    PrefixChecks.report(file, program, findings);
    AddressHeaders headers = new AddressHeaders(program);
    List<Integer> read = headers.find();
    boolean judged = !read.isEmpty() && headers.judges();
    for (int header : read) {
      int at = program.token(header).start();
      String name = program.token(header).text().toLowerCase(Locale.ROOT);
      findings.observe(
          new AddressHeaders.Read(
              name, judged, Place.of(file, at), steps(file, program, Taint.NONE, at)));
    }
  }

  /* One step for each line that the value passes, the sink's last. */
  static List<FlowStep> steps(ScannedFile file, Program program, Taint taint, int sink) {
    List<FlowStep> steps = new ArrayList<>();
    Set<Integer> lines = new HashSet<>(Set.of(file.line(sink)));
    for (int token : taint.trail().tokens()) {
      int offset = program.token(token).start();
      if (lines.add(file.line(offset))) {
        steps.add(new FlowStep(file.location().path(), file.line(offset), file.lineText(offset)));
      }
    }
    steps.add(new FlowStep(file.location().path(), file.line(sink), file.lineText(sink)));
    return steps;
  }

  /* A file without a sink matters to those that it calls. */
  private static boolean handsOn(Program program) {
    return program
        .calls()
        .anyMatch(call -> program.aliases().knows(program.token(call.start()).text()));
  }

  private boolean reachesSink(Program program) {
    return program
        .calls()
        .map(Callee::name)
        .distinct()
        .anyMatch(name -> !rules.sinks(program.dialect(), name).isEmpty());
  }
}
