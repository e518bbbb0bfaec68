package dev.sigil.scanner.poison;

import dev.sigil.scanner.literal.Alternatives;
import dev.sigil.scanner.literal.Prefilter;
import dev.sigil.scanner.pack.Lazy;
import dev.sigil.scanner.pack.RulePack;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The features of poisoned text, in several languages. Each is a weight and a pattern; see the head
 * of {@code features.yaml}.
 */
record PoisonFeatures(
    List<Feature> features, List<String> regexes, Prefilter prefilter, String source) {

  /**
   * One feature.
   *
   * @param patterns it shows where one of them matches
   * @param first the place of the first of them among the patterns of all features
   */
  record Feature(String id, int weight, List<Lazy<Pattern>> patterns, int first) {
    /**
     * Where the feature first shows in {@code text}; -1 when it does not.
     *
     * @param likely the {@link PoisonFeatures#candidates} of the text
     */
    int find(String text, BitSet likely) {
      int found = -1;
      for (int i = likely.nextSetBit(first);
          i >= 0 && i < first + patterns.size();
          i = likely.nextSetBit(i + 1)) {
        Matcher matcher = patterns.get(i - first).get().matcher(text);
        if (matcher.find() && (found < 0 || matcher.start() < found)) {
          found = matcher.start();
        }
      }
      return found;
    }
  }

  /**
   * The features that ship with Sigil.
   *
   * @throws IllegalArgumentException when a feature fails its own tests
   */
  static PoisonFeatures standard() {
    RulePack written = RulePack.shipped(PoisonFeatures.class, "features");
    List<Feature> features = new ArrayList<>();
    List<String> regexes = new ArrayList<>();
    for (Spec spec : written.as(Pack.class).features()) {
      features.add(spec.compile(regexes.size()));
      regexes.addAll(spec.regexes());
      if (!written.proven()) {
        spec.test(features.getLast());
      }
    }
    Prefilter prefilter = Prefilter.ofPatterns(regexes, written.literals());
    return new PoisonFeatures(features, regexes, prefilter, written.source());
  }

  /** The patterns that may match in {@code text}, by their place among those of all features. */
  BitSet candidates(String text) {
    return text.isEmpty() ? new BitSet() : prefilter.candidates(text);
  }

  private record Pack(List<Spec> features) {}

  private record Spec(String id, int weight, List<String> any, List<String> yes, List<String> no) {
    List<String> regexes() {
      return any.stream()
          .flatMap(each -> Alternatives.of(each).stream())
          .map(each -> each.replace(" ?", "\\s*").replace(" ", "\\s+").replace(")*", "){0,6}"))
          .toList();
    }

    Feature compile(int first) {
      return new Feature(id, weight, regexes().stream().map(Spec::lazy).toList(), first);
    }

    /* Normal text has no letter that is a letter of ASCII in another case only. */
    private static Lazy<Pattern> lazy(String regex) {
      int unicode = isAscii(regex) ? 0 : Pattern.UNICODE_CASE;
      return new Lazy<>(() -> Pattern.compile(regex, Pattern.CASE_INSENSITIVE | unicode));
    }

    void test(Feature feature) {
      BitSet all = new BitSet();
      all.set(feature.first(), feature.first() + feature.patterns().size());
      yes.forEach(text -> require(feature.find(normal(text), all) >= 0, text));
      no.forEach(text -> require(feature.find(normal(text), all) < 0, text));
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
