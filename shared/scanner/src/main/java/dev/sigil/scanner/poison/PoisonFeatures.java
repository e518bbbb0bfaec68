package dev.sigil.scanner.poison;

import dev.sigil.core.json.Json;
import dev.sigil.scanner.literal.Prefilter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The features of poisoned text, in several languages. Each is a weight and a pattern; see the head
 * of {@code features.yaml}.
 */
record PoisonFeatures(List<Feature> features, Prefilter prefilter, String source) {

  /** One feature. */
  record Feature(String id, int weight, Pattern pattern) {
    /** Where the feature first shows in {@code text}; -1 when it does not. */
    int find(String text) {
      Matcher matcher = pattern.matcher(text);
      return matcher.find() ? matcher.start() : -1;
    }
  }

  /** The features that ship with Sigil; each has passed its own tests. */
  static PoisonFeatures standard() {
    try (InputStream in =
        Objects.requireNonNull(PoisonFeatures.class.getResourceAsStream("features.yaml"))) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a pack.
   *
   * @throws IllegalArgumentException when a feature fails its own tests
   */
  static PoisonFeatures parse(String yaml) {
    Object document = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    Pack pack = Json.convert(Json.tree(document), Pack.class);
    List<Feature> features = pack.features().stream().map(Spec::compile).toList();
    List<String> regexes = features.stream().map(feature -> feature.pattern().pattern()).toList();
    return new PoisonFeatures(features, Prefilter.ofPatterns(regexes), yaml);
  }

  /** The features that may show in {@code text}, by their position. */
  BitSet candidates(String text) {
    return text.isEmpty() ? new BitSet() : prefilter.candidates(text);
  }

  private record Pack(List<Spec> features) {}

  private record Spec(String id, int weight, List<String> any, List<String> yes, List<String> no) {
    Feature compile() {
      String words = String.join("|", any).replace(" ?", "\\s*").replace(" ", "\\s+");
      String bounded = words.replace(")*", "){0,6}");
      Feature feature =
          new Feature(
              id,
              weight,
              Pattern.compile(bounded, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE));
      yes.forEach(text -> require(feature.find(normal(text)) >= 0, text));
      no.forEach(text -> require(feature.find(normal(text)) < 0, text));
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
