package dev.sigil.scanner.poison;

import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.detect.Detector;
import dev.sigil.scanner.detect.Findings;
import dev.sigil.scanner.detect.LiteralIndex;
import dev.sigil.scanner.detect.Location;
import dev.sigil.scanner.detect.Rule;
import dev.sigil.scanner.detect.ScannedFile;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Judges every text of a server that a model will read, as far as the source shows it. */
public final class PoisonDetector implements Detector {
  private static final int LARGEST = 4 << 20;
  private static final int LONG_TEXT = 2_000;
  private static final int CHARACTERS_A_WORD = 25;
  private static final Set<String> PAGES = Set.of("html", "htm");
  private static final Set<String> PLAIN_JSON =
      Set.of("package.json", "package-lock.json", "tsconfig.json", "composer.json");
  private static final LiteralIndex SURFACE =
      LiteralIndex.of(
          List.of(
              "tool",
              "prompt",
              "resource",
              "inputschema",
              "instructions",
              "mcp",
              "description",
              "<!--"));

  private final PoisonFeatures features = PoisonFeatures.standard();
  private final PoisonScorer scorer = new PoisonScorer(features);

  @Override
  public boolean accepts(Location location) {
    boolean data = location.extension().equals("json") && !PLAIN_JSON.contains(location.name());
    return data || PAGES.contains(location.extension()) || Dialect.of(location).isPresent();
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
    return "poison-2\n" + features.source();
  }

  @Override
  public void inspect(ScannedFile file, Findings findings) {
    if (file.content().length > LARGEST || !SURFACE.isIn(file.content())) {
      return;
    }
    if (PAGES.contains(file.location().extension())) {
      page(file, findings);
      return;
    }
    Dialect dialect = Dialect.of(file.location()).orElse(Dialect.SCRIPT);
    Program program = file.reading(Program.class, read -> Program.of(read, dialect));
    List<Surface.Text> texts = Surface.of(program);
    boolean serves = texts.stream().anyMatch(Surface.Text::described);
    for (Surface.Text text : texts) {
      judge(file, text, serves, findings);
    }
  }

  private void judge(ScannedFile file, Surface.Text text, boolean serves, Findings findings) {
    PoisonScore score = scorer.score(text.value());
    int at = text.offset(score.first());
    verdict(text, score)
        .map(rule -> !serves && rule.equals(PoisonRules.RETURNED) ? PoisonRules.MADE : rule)
        .ifPresent(rule -> findings.add(rule, file, at, excerpt(text, score)));
    if (text.described() && score.blocks() && score.shadows()) {
      findings.add(PoisonRules.SHADOWING, file, at, excerpt(text, score));
    }
    if (text.described() && PoisonScorer.hides(text.value())) {
      findings.add(PoisonRules.HIDDEN, file, text.offset(0), text.value());
    }
    if (text.kind() == Surface.Kind.MUTATION) {
      findings.add(PoisonRules.MUTATED, file, text.offset(0));
    }
  }

  private static Optional<Rule> verdict(Surface.Text text, PoisonScore score) {
    if (text.kind() == Surface.Kind.PARAMETER) {
      return Optional.of(PoisonRules.PARAMETER)
          .filter(rule -> ParameterNames.asksForSecrets(text.value()));
    }
    if (text.kind() == Surface.Kind.SAMPLING) {
      return Optional.of(score.blocks() ? PoisonRules.POISON : PoisonRules.SAMPLING)
          .filter(rule -> score.warns());
    }
    if (!text.described()) {
      if (!isProse(text.value())) {
        return Optional.empty();
      }
      boolean encoded = score.warns() && score.features().contains("encoded");
      return Optional.of(PoisonRules.RETURNED).filter(rule -> encoded || score.blocks());
    }
    if (score.blocks()) {
      return Optional.of(PoisonRules.POISON);
    }
    return Optional.of(PoisonRules.STEERING).filter(rule -> score.warns());
  }

  /* Tables and minified programs hold every word somewhere. */
  private static boolean isProse(String text) {
    return text.length() < LONG_TEXT
        || text.chars().filter(Character::isWhitespace).count() > text.length() / CHARACTERS_A_WORD
        || text.codePoints().anyMatch(Character::isIdeographic);
  }

  private void page(ScannedFile file, Findings findings) {
    String text = file.window(0, Integer.MAX_VALUE);
    int start = text.indexOf("<!--");
    int end = text.indexOf("-->", start + 1);
    while (start >= 0 && end >= 0) {
      if (scorer.score(text.substring(start, end)).warns()) {
        findings.add(PoisonRules.RETURNED, file, start);
      }
      start = text.indexOf("<!--", end);
      end = text.indexOf("-->", start + 1);
    }
  }

  private static String excerpt(Surface.Text text, PoisonScore score) {
    String value = text.value();
    return value.substring(Math.min(score.first(), value.length())) + " " + score.features();
  }
}
