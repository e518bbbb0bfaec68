package dev.sigil.scanner.flow;

import dev.sigil.core.scan.Severity;
import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.detect.Detector;
import dev.sigil.scanner.detect.Findings;
import dev.sigil.scanner.detect.LiteralIndex;
import dev.sigil.scanner.detect.Location;
import dev.sigil.scanner.detect.Rule;
import dev.sigil.scanner.detect.ScannedFile;
import dev.sigil.scanner.taint.PrefixChecks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads what the functions of a Go or Java file do with what they are given; {@link FlowReview}
 * joins the files. Files without a source, a sink or a registration are never parsed.
 */
public final class FlowDetector implements Detector {
  private static final int LARGEST = 2 << 20;
  private static final List<String> SOURCES =
      List.of(
          "calltoolrequest",
          "calltoolparams",
          "promptrequest",
          "resourcerequest",
          "addtool",
          "registertool",
          "musttool",
          "toolhandler",
          "toolspecification",
          "callhandler",
          "http.request",
          "gin.context",
          "echo.context",
          "fiber.ctx",
          "servletrequest",
          "serverrequest",
          "@tool",
          "@mcp",
          "@prompt",
          "@resource",
          "mapping(",
          "@path",
          "toolarguments",
          "routingcontext");

  static final Rule INCOMPLETE =
      Rule.warn(
          "scan/not-followed",
          Severity.LOW,
          "This program is too large or too tangled to follow what callers control in it.",
          "Split the file, or keep generated code out of the repository.");

  private final FlowRules rules = FlowRules.standard();
  private final LiteralIndex candidates = LiteralIndex.of(literals(rules));

  @Override
  public boolean accepts(Location location) {
    return dialect(location).isPresent();
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
    return "flow-1\n" + rules.source();
  }

  @Override
  public void inspect(ScannedFile file, Findings findings) {
    if (!candidates.isIn(file.content())) {
      return;
    }
    if (file.content().length > LARGEST) {
      findings.add(INCOMPLETE, file.location(), 0, file.location().name(), "size");
      return;
    }
    Dialect dialect = dialect(file.location()).orElseThrow();
    Program program = file.reading(Program.class, read -> Program.of(read, dialect));
    Reading reading = new Reading(file, program, rules);
    new Functions(reading).file();
    if (reading.exhausted()) {
      findings.add(INCOMPLETE, file.location(), 0, file.location().name(), "work");
    }
    if (file.location().shipped()) {
      PrefixChecks.report(file, program, findings);
    }
    findings.observe(reading.result());
  }

  private static Optional<Dialect> dialect(Location location) {
    return Dialect.of(location).filter(Dialect::typed);
  }

  private static List<String> literals(FlowRules rules) {
    List<String> literals = new ArrayList<>(SOURCES);
    literals.addAll(rules.words(Dialect.GO).literals());
    literals.addAll(rules.words(Dialect.JAVA).literals());
    return literals.stream().distinct().toList();
  }
}
