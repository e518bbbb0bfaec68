package dev.sigil.scanner.exhaustion;

import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.detect.Detector;
import dev.sigil.scanner.detect.Findings;
import dev.sigil.scanner.detect.LiteralIndex;
import dev.sigil.scanner.detect.Location;
import dev.sigil.scanner.detect.ScannedFile;
import java.util.List;

/**
 * Tells where one call of a tool takes time, memory, processes or files without a bound, in Python
 * and JavaScript. A notice only: the platform bounds and replaces instances.
 */
public final class ExhaustionDetector implements Detector {
  private static final int LARGEST = 1 << 20;
  private static final LiteralIndex SERVERS =
      LiteralIndex.of(List.of("tool", "mcp", "setrequesthandler", "resource"));

  private final ExhaustionRules rules = ExhaustionRules.standard();
  private final LiteralIndex costs = LiteralIndex.of(rules.literals());

  @Override
  public boolean accepts(Location location) {
    return Dialect.of(location).filter(dialect -> !dialect.typed()).isPresent();
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
    return "exhaustion-1\n" + ExhaustionRules.text();
  }

  @Override
  public void inspect(ScannedFile file, Findings findings) {
    byte[] content = file.content();
    if (content.length > LARGEST || !SERVERS.isIn(content) || !costs.isIn(content)) {
      return;
    }
    Dialect dialect = Dialect.of(file.location()).orElseThrow();
    Program program = file.reading(Program.class, read -> Program.of(read, dialect));
    new Costs(program, rules)
        .find()
        .forEach(
            (token, name) ->
                findings.add(ExhaustionRules.finding(name), file, program.token(token).start()));
  }
}
