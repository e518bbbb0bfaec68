package dev.sigil.scanner.poison;

import dev.sigil.scanner.literal.Alternatives;
import dev.sigil.scanner.literal.Prefilter;
import dev.sigil.scanner.literal.Starts;
import dev.sigil.scanner.pack.Lazy;
import dev.sigil.scanner.pack.RulePack;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The features of poisoned text, in several languages. Each is a weight and a pattern; see the head
 * of {@code features.yaml}.
 */
record PoisonFeatures(
    List<PoisonFeature> features,
    List<String> regexes,
    Prefilter prefilter,
    Lazy<Starts> starts,
    String source) {

  /**
   * The features that ship with Sigil.
   *
   * @throws IllegalArgumentException when a feature fails its own tests
   */
  static PoisonFeatures standard() {
    RulePack written = RulePack.shipped(PoisonFeatures.class, "features");
    List<PoisonFeature> features = new ArrayList<>();
    List<String> regexes = new ArrayList<>();
    Pack pack = written.as(Pack.class);
    for (Spec spec : pack.features()) {
      features.add(spec.compile(regexes.size()));
      regexes.addAll(spec.regexes());
    }
    Prefilter prefilter = Prefilter.ofPatterns(regexes, written.literals());
    Lazy<Starts> starts = new Lazy<>(() -> Starts.of(regexes, written.starts()));
    PoisonFeatures all = new PoisonFeatures(features, regexes, prefilter, starts, written.source());
    if (!written.proven()) {
      pack.features().forEach(spec -> spec.test(all));
    }
    return all;
  }

  /** {@code text} with the patterns that may match in it. */
  LikelyText likely(String text) {
    BitSet patterns = text.isEmpty() ? new BitSet() : prefilter.candidates(text);
    return new LikelyText(text, patterns, Map.of());
  }

  /** {@code text} with the places where some patterns may match in it. */
  LikelyText located(String text, BitSet patterns) {
    return new LikelyText(text, patterns, starts.get().in(text, patterns));
  }

  private record Pack(List<Spec> features) {}

  private record Spec(String id, int weight, List<String> any, List<String> yes, List<String> no) {
    List<String> regexes() {
      return any.stream()
          .flatMap(each -> Alternatives.of(each).stream())
          .map(each -> each.replace(" ?", "\\s*").replace(" ", "\\s+").replace(")*", "){0,6}"))
          .toList();
    }

    PoisonFeature compile(int first) {
      return new PoisonFeature(id, weight, regexes().stream().map(Spec::lazy).toList(), first);
    }

    /* Normal text has no letter that is a letter of ASCII in another case only. */
    private static Lazy<Pattern> lazy(String regex) {
      int unicode = isAscii(regex) ? 0 : Pattern.UNICODE_CASE;
      return new Lazy<>(() -> Pattern.compile(regex, Pattern.CASE_INSENSITIVE | unicode));
    }

    void test(PoisonFeatures all) {
      yes.forEach(text -> require(isIn(all, normal(text)), text));
      no.forEach(text -> require(!isIn(all, normal(text)), text));
    }

    private boolean isIn(PoisonFeatures all, String text) {
      BitSet every = new BitSet();
      every.set(0, all.regexes().size());
      LikelyText located = all.located(text, every);
      return all.features().stream()
          .anyMatch(feature -> feature.id().equals(id) && feature.find(located) >= 0);
    }

    private void require(boolean held, String text) {
      if (!held) {
        throw new IllegalArgumentException("The feature " + id + " misjudges: " + text);
      }
    }
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 127) {
        return false;
      }
    }
    return true;
  }

  /** Text as the patterns expect it: one form for each character that people read the same. */
  static String normal(String text) {
    return isAscii(text)
        ? text
        : Normalizer.normalize(text, Normalizer.Form.NFKC).replace('\u2019', '\'');
  }
}
