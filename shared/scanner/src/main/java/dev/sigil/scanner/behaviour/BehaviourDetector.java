package dev.sigil.scanner.behaviour;

import dev.sigil.core.scan.FlowStep;
import dev.sigil.core.scan.Severity;
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
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;

/**
 * Backdoors, stagers and exfiltration as pairs: something that can do harm, given something that
 * makes it harm. Keeps what each file does for the judgement over the whole server.
 */
public final class BehaviourDetector implements Detector {
  private static final int LARGEST = 2 << 20;

  private static final Rule INCOMPLETE =
      Rule.warn(
          "scan/not-followed",
          Severity.LOW,
          "This program is too large or too tangled to follow what it does with its data.",
          "Commit the sources instead of a bundle, or keep bundles out of the repository.");

  private final BehaviourRules rules = BehaviourRules.standard();
  private final List<String> literals = rules.literals();
  private final LiteralIndex index = LiteralIndex.of(literals);
  private final List<BitSet> threatsOf = literals.stream().map(this::threatsOf).toList();

  @Override
  public boolean accepts(Location location) {
    return Dialect.of(location).isPresent();
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
    return "behaviour-4\n" + rules.source();
  }

  @Override
  public void inspect(ScannedFile file, Findings findings) {
    if (file.content().length > LARGEST) {
      return;
    }
    Dialect dialect = Dialect.of(file.location()).orElseThrow();
    if (dialect.typed()) {
      TypedFacts.of(file, dialect).ifPresent(findings::observe);
    }
    Program program = file.reading(Program.class, read -> Program.of(read, dialect));
    Behaviour behaviour = Behaviour.of(program, rules);
    for (Pairs.Pair pair : new Pairs(program, behaviour).find()) {
      report(file, program, findings, pair);
    }
    List<TextThreats.Hit> hits = new TextThreats(program, behaviour).find(rules, hinted(file));
    hits.forEach(hit -> findings.add(hit.threat().rule(), file, start(program, hit.token())));
    implant(file, program, findings, hits);
    HiddenCopies.find(program, behaviour)
        .forEach(token -> findings.add(PairRules.HIDDEN_COPY, file, start(program, token)));
    if (dialect.typed()) {
      return;
    }
    EscapedWords.find(program, file)
        .forEach(token -> findings.add(CovertRules.SPELT_IN_ESCAPES, file, start(program, token)));
    findings.observe(FileFacts.of(file, program, behaviour));
    if (behaviour.isExhausted()) {
      findings.add(INCOMPLETE, file.location(), 0, file.location().name(), "behaviour");
    }
  }

  /* Positions of the text threats of which the file holds a literal. */
  private BitSet hinted(ScannedFile file) {
    BitSet seen = new BitSet();
    index.scan(file.content(), (literal, end) -> seen.or(threatsOf.get(literal)));
    return seen;
  }

  private BitSet threatsOf(String literal) {
    BitSet threats = new BitSet();
    for (int i = 0; i < rules.texts().size(); i++) {
      threats.set(i, rules.texts().get(i).literals().contains(literal));
    }
    return threats;
  }

  private static void report(
      ScannedFile file, Program program, Findings findings, Pairs.Pair pair) {
    List<FlowStep> steps = new ArrayList<>();
    if (pair.source() >= 0) {
      steps.add(step(file, start(program, pair.source()), "comes from"));
    }
    steps.add(step(file, start(program, pair.token()), "ends in"));
    findings.add(pair.rule(), file, start(program, pair.token()), steps);
  }

  /* One sign may have a reason; two of different kinds in one file are no accident. */
  private static void implant(
      ScannedFile file, Program program, Findings findings, List<TextThreats.Hit> hits) {
    TreeMap<String, TextThreats.Hit> kinds = new TreeMap<>();
    hits.stream()
        .filter(hit -> hit.threat().backdoor())
        .forEach(hit -> kinds.putIfAbsent(hit.threat().rule().id(), hit));
    if (kinds.size() < 2) {
      return;
    }
    List<FlowStep> steps = new ArrayList<>();
    kinds.forEach((id, hit) -> steps.add(step(file, start(program, hit.token()), id)));
    Rule rule = PairRules.IMPLANT;
    findings.add(rule, file, start(program, kinds.firstEntry().getValue().token()), steps);
  }

  private static FlowStep step(ScannedFile file, int offset, String what) {
    return Place.of(file, offset).step(what);
  }

  private static int start(Program program, int token) {
    return program.token(token).start();
  }
}
