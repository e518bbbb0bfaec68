package dev.sigil.scanner.secret;

import dev.sigil.core.scan.Confidence;
import dev.sigil.core.scan.Severity;
import dev.sigil.core.scan.Verdict;
import dev.sigil.scanner.detect.Detector;
import dev.sigil.scanner.detect.Findings;
import dev.sigil.scanner.detect.LiteralIndex;
import dev.sigil.scanner.detect.Location;
import dev.sigil.scanner.detect.Place;
import dev.sigil.scanner.detect.Rule;
import dev.sigil.scanner.detect.ScannedFile;
import dev.sigil.scanner.literal.TokenRun;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds committed secrets. One pass over the bytes finds every keyword of every rule; a rule's
 * pattern then looks at the surroundings of its keywords only, and never twice at the same byte.
 */
public final class SecretDetector implements Detector {
  private static final int BEFORE = 100;
  private static final int SAMPLED_KINDS = 12;
  private static final int LONGEST_WINDOW = 64 * 1024;
  private static final Set<String> GENERATED =
      Set.of("lock", "sum", "map", "svg", "snap", "csv", "tsv", "ipynb");
  private static final Set<String> LOCKFILES =
      Set.of("package-lock.json", "pnpm-lock.yaml", "npm-shrinkwrap.json");

  private final List<SecretRule> rules;
  private final List<String> sources;
  private final LiteralIndex index;
  private final int[] ruleOfLiteral;
  private final AssignedSecrets assigned = new AssignedSecrets();

  /** Looks for the secrets of all {@code packs}. */
  public SecretDetector(List<SecretRules> packs) {
    rules = packs.stream().map(SecretRules::rules).flatMap(Collection::stream).toList();
    sources = packs.stream().map(SecretRules::source).toList();
    List<String> literals = new ArrayList<>();
    List<Integer> owners = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      for (String keyword : rules.get(i).keywords()) {
        literals.add(keyword);
        owners.add(i);
      }
    }
    index = LiteralIndex.of(literals);
    ruleOfLiteral = owners.stream().mapToInt(Integer::intValue).toArray();
  }

  @Override
  public boolean accepts(Location location) {
    return !LOCKFILES.contains(location.name());
  }

  @Override
  public boolean needsWholeFile() {
    return false;
  }

  @Override
  public void inspect(ScannedFile file, Findings findings) {
    if (!file.isText()) {
      return;
    }
    NavigableMap<Integer, Found> found = find(file);
    for (Rewritten line : Rewritten.of(file)) {
      find(line.file(file))
          .values()
          .forEach(each -> keep(found, line.offset(), each.written(line.pieces())));
    }
    found.values().stream()
        .flatMap(each -> each.pieces().stream())
        .forEach(piece -> findings.conceal(file.location().path(), piece));
    found.forEach((offset, each) -> report(file, offset, each, findings));
  }

  private NavigableMap<Integer, Found> find(ScannedFile file) {
    NavigableMap<Integer, Found> found = new TreeMap<>();
    Windows windows = new Windows(file, found);
    index.scan(file.content(), windows);
    windows.flush();
    if (!GENERATED.contains(file.location().extension())) {
      assigned.inspect(file, (offset, secret) -> keep(found, offset, assigned.found(secret)));
    }
    return found;
  }

  @Override
  public String version() {
    return String.join("\n", sources) + AssignedSecrets.VERSION;
  }

  /* The fingerprint must change with the secret, or a waiver for an example key would also cover a
   * real one in its place; but it is public, so of the secret it holds too little to guess by. */
  private static void report(ScannedFile file, int offset, Found found, Findings findings) {
    String line = file.lineText(offset);
    String rest = line;
    for (String piece : found.pieces()) {
      rest = rest.replace(piece, "");
    }
    String identity = rest + '\0' + (found.secret().hashCode() & 0xFFF);
    boolean shipped = file.location().shipped();
    Rule rule = shipped && isTested(file, offset) ? Findings.aside(found.rule()) : found.rule();
    findings.observe(new Committed(rule, Place.of(file, offset), line, identity));
  }

  /* Nobody has accounts with so many services: these are samples, as a scanner keeps them. */
  @Override
  public void conclude(Findings findings) {
    List<Committed> all = findings.observed(Committed.class);
    long kinds =
        all.stream().filter(Committed::weighs).map(each -> each.rule().id()).distinct().count();
    for (Committed each : all) {
      Rule rule = kinds >= SAMPLED_KINDS && each.weighs() ? doubtful(each.rule()) : each.rule();
      findings.add(rule, each.place(), each.line(), each.identity(), List.of());
    }
  }

  private static Rule doubtful(Rule rule) {
    return new Rule(rule.id(), Severity.MEDIUM, Verdict.WARN, rule.message(), rule.fix());
  }

  /** A secret where it was found, before it is known how many kinds of them there are. */
  private record Committed(Rule rule, Place place, String line, String identity) {
    boolean weighs() {
      return rule.severity().compareTo(Severity.HIGH) >= 0 && place.location().shipped();
    }
  }

  /* Rust keeps its tests at the end of the file that they test. */
  private static boolean isTested(ScannedFile file, int offset) {
    return file.location().extension().equals("rs")
        && file.window(0, offset).contains("#[cfg(test)]");
  }

  /* Kept secrets never overlap, so only the two neighbours can cover a new one. */
  private static void keep(NavigableMap<Integer, Found> found, int offset, Found candidate) {
    Map.Entry<Integer, Found> before = found.floorEntry(offset);
    Integer after = found.higherKey(offset);
    boolean covered =
        (before != null && offset < before.getKey() + before.getValue().secret().length())
            || (after != null && after < offset + candidate.secret().length());
    if (!covered) {
      found.put(offset, candidate);
    }
  }

  /**
   * A secret and the rule that speaks for it.
   *
   * @param pieces how it is written in the file
   */
  record Found(Rule rule, String secret, List<String> pieces) {
    Found(Rule rule, String secret) {
      this(rule, secret, List.of(secret));
    }

    Found written(List<String> otherPieces) {
      return new Found(rule, secret, otherPieces);
    }
  }

  private final class Windows implements LiteralIndex.Hit {
    private final ScannedFile file;
    private final NavigableMap<Integer, Found> found;
    private final int[] from = new int[rules.size()];
    private final int[] to = new int[rules.size()];
    private final BitSet open = new BitSet();

    Windows(ScannedFile file, NavigableMap<Integer, Found> found) {
      this.file = file;
      this.found = found;
    }

    @Override
    public void at(int literal, int end) {
      int rule = ruleOfLiteral[literal];
      if (!rules.get(rule).mayGoOn(file, end)) {
        return;
      }
      int start = Math.max(0, end - BEFORE);
      if (start > to[rule] || to[rule] - from[rule] > LONGEST_WINDOW) {
        search(rule);
        from[rule] = start;
      }
      to[rule] = end + rules.get(rule).window();
      open.set(rule);
    }

    void flush() {
      open.stream().forEach(this::search);
    }

    private void search(int index) {
      if (to[index] == 0) {
        return;
      }
      SecretRule rule = rules.get(index);
      String path = file.location().path();
      int end = Math.min(to[index], file.content().length);
      boolean possible =
          TokenRun.isIn(file.content(), from[index], end, rule.pattern().leastRun())
              && rule.bounds().admit(path);
      if (!possible) {
        to[index] = 0;
        return;
      }
      file.deadline().check();
      for (SecretRule.Match match : rule.matches(file.window(from[index], end), path)) {
        Rule spoken =
            switch (match.answer()) {
              case SAMPLE -> sample(rule.rule());
              case DOUBT -> doubtful(rule.rule());
              default -> rule.rule();
            };
        keep(found, from[index] + match.start(), new Found(spoken, match.secret()));
      }
      to[index] = 0;
    }

    private static Rule sample(Rule rule) {
      Rule shown = Rule.info(rule.id(), rule.message(), rule.fix());
      return shown.with(Confidence.LOW);
    }
  }
}
