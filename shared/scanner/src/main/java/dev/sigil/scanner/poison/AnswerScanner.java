package dev.sigil.scanner.poison;

import dev.sigil.core.scan.CatalogueScanner;
import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.ServedText;
import dev.sigil.core.scan.ServerProfile;
import dev.sigil.core.scan.ServerProfile.ToolPin;
import dev.sigil.core.tool.Tool;
import dev.sigil.core.tool.ToolCatalogue;
import dev.sigil.scanner.detect.Findings;
import dev.sigil.scanner.detect.Location;
import dev.sigil.scanner.detect.Rule;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Judges the tools and other texts that a running server answers: by the features that judge its
 * source, by names that clients use themselves, and by what differs from the answer that serves now
 * and from what the source declares.
 */
public final class AnswerScanner implements CatalogueScanner {
  /* A prompt is an order that a person chooses, so giving one is no sign against it. */
  private static final String ORDERED = "prompts/get/";
  private static final int STRETCH = 30 * 1024;
  private static final int OVERLAP = 1024;
  private static final int ENOUGH_TO_BLOCK = 2;
  private static final Set<String> GRAVE = Set.of("override", "concealment", "encoded");

  /** The features, compiled with the first answer: a function starts without waiting for them. */
  private static final class Standard {
    static final PoisonScorer SCORER = new PoisonScorer(PoisonFeatures.standard());
  }

  @Override
  public List<Finding> scan(
      ToolCatalogue answered,
      List<ServedText> texts,
      @Nullable ToolCatalogue live,
      ServerProfile source) {
    Findings findings = new Findings();
    texts.forEach(served -> judge(place(served.place()), served.text(), findings));
    for (Tool tool : answered.tools()) {
      Location place = place(PLACE + "/" + tool.name());
      ToolTexts told = ToolTexts.of(tool);
      told.read().forEach(text -> judge(place, text, findings));
      told.parameters().stream()
          .filter(ParameterNames::asksForSecrets)
          .forEach(name -> findings.add(PoisonRules.PARAMETER, place, 0, name, name));
      if (AnswerRules.CLIENT_TOOLS.contains(tool.name())) {
        findings.add(AnswerRules.CLIENT_TOOL, place, 0, tool.name(), tool.name());
      }
    }
    if (live != null) {
      changes(answered, live, findings);
    }
    undeclared(answered, source, findings);
    return findings.all();
  }

  private void judge(Location place, String text, Findings findings) {
    for (int from = 0; from == 0 || from < text.length(); from += STRETCH - OVERLAP) {
      String part = text.substring(from, Math.min(text.length(), from + STRETCH));
      PoisonScore score = Standard.SCORER.score(part);
      if (PoisonScorer.hides(part)) {
        findings.add(PoisonRules.HIDDEN, place, 0, part, part);
      }
      if (place.path().startsWith(ORDERED)
          && score.features().stream().noneMatch(GRAVE::contains)) {
        continue;
      }
      String shown = part.substring(Math.min(score.first(), part.length()));
      if (score.blocks() || score.warns()) {
        Rule rule = score.blocks() ? PoisonRules.POISON : PoisonRules.STEERING;
        findings.add(rule, place, 0, shown + " " + score.features(), part);
      }
      if (score.blocks() && score.shadows()) {
        findings.add(PoisonRules.SHADOWING, place, 0, shown + " " + score.features(), part);
      }
    }
  }

  private void changes(ToolCatalogue answered, ToolCatalogue live, Findings findings) {
    Map<String, Tool> before =
        live.tools().stream().collect(Collectors.toMap(Tool::name, Function.identity()));
    for (Tool tool : answered.tools()) {
      Tool was = before.get(tool.name());
      if (was == null || was.equals(tool)) {
        continue;
      }
      Location place = place(PLACE + "/" + tool.name());
      Set<String> gained = features(tool);
      gained.removeAll(features(was));
      if (!gained.isEmpty()) {
        boolean blocks =
            gained.size() >= ENOUGH_TO_BLOCK || gained.stream().anyMatch(GRAVE::contains);
        Rule rule = blocks ? AnswerRules.TURNED : AnswerRules.STEERS_NOW;
        findings.add(rule, place, 0, tool.name() + " " + gained, tool.json().toString());
      }
      if (harmless(was) && !harmless(tool)) {
        findings.add(AnswerRules.NO_LONGER_HARMLESS, place, 0, tool.name(), tool.name());
      }
    }
  }

  private Set<String> features(Tool tool) {
    Set<String> features = new TreeSet<>();
    for (String text : ToolTexts.of(tool).read()) {
      features.addAll(Standard.SCORER.score(text).features());
    }
    return features;
  }

  private static boolean harmless(Tool tool) {
    return tool.annotations() != null
        && (tool.annotations().path("readOnlyHint").asBoolean(false)
            || !tool.annotations().path("destructiveHint").asBoolean(true));
  }

  /* Sources build descriptions in ways that reading them cannot follow, so a difference is told. */
  private static void undeclared(ToolCatalogue answered, ServerProfile source, Findings findings) {
    if (source.tools().isEmpty()) {
      return;
    }
    Map<String, String> declared =
        source.tools().stream()
            .collect(Collectors.toMap(ToolPin::name, ToolPin::description, (a, b) -> a));
    Set<String> absent = new TreeSet<>();
    Set<String> reworded = new TreeSet<>();
    for (Tool tool : answered.tools()) {
      String told = declared.get(tool.name());
      if (told == null) {
        absent.add(tool.name());
      } else if (!told.isBlank()
          && tool.description() != null
          && differ(told, tool.description())) {
        reworded.add(tool.name());
      }
    }
    tell(AnswerRules.NOT_IN_SOURCE, absent, findings);
    tell(AnswerRules.OTHER_WORDS, reworded, findings);
  }

  private static boolean differ(String told, String answered) {
    Set<String> words = new HashSet<>(List.of(answered.strip().split("\\s+")));
    return !words.containsAll(List.of(told.strip().split("\\s+")))
        && !answered.contains(told.strip());
  }

  private static void tell(Rule rule, Set<String> tools, Findings findings) {
    if (!tools.isEmpty()) {
      String names = String.join(", ", tools);
      findings.add(rule, place(PLACE), 0, names, names);
    }
  }

  /* What runs is shipped, however its tools are named. */
  private static Location place(String path) {
    return new Location(path, true);
  }
}
