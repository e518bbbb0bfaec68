package dev.sigil.scanner.poison;

import dev.sigil.scanner.literal.Prefilter;
import dev.sigil.scanner.pack.Lazy;
import dev.sigil.scanner.pack.RulePack;
import java.text.Normalizer;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The features of poisoned text, in several languages. Each is a weight and a pattern; see the head
 * of {@code features.yaml}.
 */
record PoisonFeatures(List<Feature> features, Prefilter prefilter, String source) {

  /** One feature. */
  record Feature(String id, int weight, Lazy<Pattern> pattern) {
    /** Where the feature first shows in {@code text}; -1 when it does not. */
    int find(String text) {
      Matcher matcher = pattern.get().matcher(text);
      return matcher.find() ? matcher.start() : -1;
    }
  }

  /**
   * The features that ship with Sigil.
   *
   * @throws IllegalArgumentException when a feature fails its own tests
   */
  static PoisonFeatures standard() {
    RulePack written = RulePack.shipped(PoisonFeatures.class, "features");
    List<Spec> specs = written.as(Pack.class).features();
    return new PoisonFeatures(
        specs.stream().map(spec -> spec.compile(written.proven())).toList(),
        Prefilter.ofPatterns(specs.stream().map(Spec::regex).toList()),
        written.source());
  }

  /** The features that may show in {@code text}, by their position. */
  BitSet candidates(String text) {
    return text.isEmpty() ? new BitSet() : prefilter.candidates(text);
  }

  private record Pack(List<Spec> features) {}

  private record Spec(String id, int weight, List<String> any, List<String> yes, List<String> no) {
    String regex() {
      String words = String.join("|", any).replace(" ?", "\\s*").replace(" ", "\\s+");
      return words.replace(")*", "){0,6}");
    }

    /** The feature; it passes its tests here unless that is {@code proven}. */
    Feature compile(boolean proven) {
      int flags = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
      Feature feature = new Feature(id, weight, new Lazy<>(() -> Pattern.compile(regex(), flags)));
      if (!proven) {
        yes.forEach(text -> require(feature.find(normal(text)) >= 0, text));
        no.forEach(text -> require(feature.find(normal(text)) < 0, text));
      }
      return feature;
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
