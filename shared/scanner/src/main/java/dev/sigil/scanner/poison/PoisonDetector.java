package dev.sigil.scanner.poison;

import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.detect.Detector;
import dev.sigil.scanner.detect.Findings;
import dev.sigil.scanner.detect.LiteralIndex;
import dev.sigil.scanner.detect.Location;
import dev.sigil.scanner.detect.Rule;
import dev.sigil.scanner.detect.ScannedFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Judges every text of a server that a model will read, as far as the source shows it. */
public final class PoisonDetector implements Detector {
  private static final int LARGEST = 4 << 20;
  private static final Set<String> PAGES = Set.of("html", "htm");
  private static final Set<String> YAML = Set.of("yaml", "yml");
  private static final Pattern NOTES =
      Pattern.compile(
          "(?i)(readme|notes|license|licence|notice|copying|authors|changelog|changes|requirements|robots|llms|cmakelists)[^/]*");
  /* What describes an interface to programmers; only what it says of tools is read by a model. */
  private static final Pattern MANUAL =
      Pattern.compile("\\s*\\{\\s*\"(openapi|swagger|asyncapi)\"\\s*:");
  private static final int MANUAL_HEAD = 200;
  private static final int LARGEST_DOCUMENT = 1 << 15;
  private static final int SURE = 4;
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

  /** The patterns of its features, for the build to prepare. */
  public static List<String> patterns() {
    return PoisonFeatures.standard().regexes();
  }

  @Override
  public boolean accepts(Location location) {
    boolean json = location.extension().equals("json") && !PLAIN_JSON.contains(location.name());
    return json
        || PAGES.contains(location.extension())
        || YAML.contains(location.extension())
        || isDocument(location)
        || Dialect.of(location).isPresent();
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
    if (isDocument(file.location())) {
      document(file, findings);
      return;
    }
    if (YAML.contains(file.location().extension())) {
      YamlTexts.of(file).forEach(text -> declared(file, text, findings));
      return;
    }
    Dialect dialect = Dialect.of(file.location()).orElse(Dialect.SCRIPT);
    Program program = file.reading(Program.class, read -> Program.of(read, dialect));
    List<SurfaceText> texts = Surface.of(program);
    boolean serves = texts.stream().anyMatch(SurfaceText::described);
    boolean manual = MANUAL.matcher(file.window(0, MANUAL_HEAD)).lookingAt();
    for (SurfaceText text : texts) {
      if (!manual || text.described()) {
        judge(file, text, program, serves, findings);
      }
    }
  }

  private void declared(ScannedFile file, SurfaceText text, Findings findings) {
    PoisonScore score = scorer.score(text.value(), PoisonScore::warns);
    if (score.blocks() && Defences.judges(text.value())) {
      findings.add(PoisonRules.STEERING, file, text.offset(score.first()), excerpt(text, score));
    } else {
      judge(file, text, score, PoisonRules.RETURNED, findings);
    }
  }

  private void judge(
      ScannedFile file, SurfaceText text, Program program, boolean serves, Findings findings) {
    if (text.kind() == SurfaceText.Kind.NAME) {
      named(file, text, findings);
      return;
    }
    Rule returned = serves ? PoisonRules.RETURNED : PoisonRules.MADE;
    if (text.kind() == SurfaceText.Kind.ANSWER && !Prose.isProse(text.value())) {
      for (int[] stretch : Prose.stretches(text.value())) {
        buried(file, text, stretch, returned, findings);
      }
      return;
    }
    PoisonScore score = scorer.score(OwnTools.leftOut(text.value(), program), PoisonScore::warns);
    judge(file, text, score, returned, findings);
  }

  private static void judge(
      ScannedFile file, SurfaceText text, PoisonScore score, Rule returned, Findings findings) {
    int at = text.offset(score.first());
    verdict(text, score)
        .filter(rule -> !rule.equals(PoisonRules.BAIT) || returned.equals(PoisonRules.RETURNED))
        .map(rule -> rule.equals(PoisonRules.RETURNED) ? returned : rule)
        .ifPresent(rule -> findings.add(rule, file, at, excerpt(text, score)));
    if (text.described() && score.blocks() && score.shadows()) {
      findings.add(PoisonRules.SHADOWING, file, at, excerpt(text, score));
    }
    if (text.described() && PoisonScorer.hides(text.value())) {
      findings.add(PoisonRules.HIDDEN, file, text.offset(0), text.value());
    }
    if (text.kind() == SurfaceText.Kind.MUTATION) {
      findings.add(PoisonRules.MUTATED, file, text.offset(0));
    }
  }

  private static void named(ScannedFile file, SurfaceText text, Findings findings) {
    if (PoisonScorer.hides(text.value())) {
      findings.add(PoisonRules.HIDDEN, file, text.offset(0), text.value());
    } else if (Lookalikes.mixes(text.value())) {
      findings.add(PoisonRules.LOOKALIKE, file, text.offset(0), text.value());
    }
  }

  private static Optional<Rule> verdict(SurfaceText text, PoisonScore score) {
    if (text.kind() == SurfaceText.Kind.PARAMETER) {
      return Optional.of(PoisonRules.PARAMETER)
          .filter(rule -> ParameterNames.asksForSecrets(text.value()));
    }
    if (text.kind() == SurfaceText.Kind.SAMPLING) {
      return Optional.of(score.blocks() ? PoisonRules.POISON : PoisonRules.SAMPLING)
          .filter(rule -> score.warns());
    }
    if (!text.described()) {
      boolean encoded = score.warns() && score.features().contains("encoded");
      Optional<Rule> bait = Optional.of(PoisonRules.BAIT).filter(rule -> score.baits());
      return encoded || score.blocks() ? Optional.of(PoisonRules.RETURNED) : bait;
    }
    if (score.blocks()) {
      return Optional.of(PoisonRules.POISON);
    }
    return Optional.of(PoisonRules.STEERING).filter(rule -> score.warns());
  }

  /* Words in a table or a minified program, where only what reads like a text is one. */
  private void buried(
      ScannedFile file, SurfaceText text, int[] stretch, Rule rule, Findings findings) {
    String part = text.value().substring(stretch[0], stretch[1]);
    PoisonScore score = scorer.score(part, PoisonScore::blocks);
    if (score.blocks()) {
      int at = Math.min(score.first(), part.length());
      String shown = part.substring(at) + " " + score.features();
      findings.add(rule, file, text.offset(stretch[0] + at), shown);
    }
  }

  /* A plain text beside a server may be one of the documents that it hands to a model. */
  private void document(ScannedFile file, Findings findings) {
    byte[] content = file.content();
    int end = Math.min(content.length, LARGEST_DOCUMENT);
    String text = new String(content, 0, end, StandardCharsets.UTF_8);
    Predicate<PoisonScore> sure = score -> score.blocks() && score.features().size() >= SURE;
    PoisonScore score = scorer.score(text, sure);
    if (sure.test(score)) {
      int at = Math.min(score.first(), text.length());
      int offset = text.substring(0, at).getBytes(StandardCharsets.UTF_8).length;
      String shown = text.substring(at) + " " + score.features();
      findings.add(PoisonRules.MADE, file, offset, shown);
    }
  }

  private static boolean isDocument(Location location) {
    return location.extension().equals("txt") && !NOTES.matcher(location.name()).matches();
  }

  private void page(ScannedFile file, Findings findings) {
    String text = file.window(0, Integer.MAX_VALUE);
    int start = text.indexOf("<!--");
    int end = text.indexOf("-->", start + 1);
    while (start >= 0 && end >= 0) {
      if (scorer.score(text.substring(start, end), PoisonScore::warns).warns()) {
        findings.add(PoisonRules.RETURNED, file, start);
      }
      start = text.indexOf("<!--", end);
      end = text.indexOf("-->", start + 1);
    }
  }

  private static String excerpt(SurfaceText text, PoisonScore score) {
    String value = text.value();
    return value.substring(Math.min(score.first(), value.length())) + " " + score.features();
  }
}
