package dev.sigil.scanner;

import dev.sigil.core.source.SourceTree;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The rules of a source scanner and the samples beside them, which are full of flaws and run
 * nowhere: {@code a/sql.yaml} and {@code a/sql.py}. Only a tree that holds many of them counts as
 * such a collection, and what counts less in it is never dropped. Not thread-safe.
 */
final class RuleSamples {
  private static final int FEWEST = 20;
  private static final Pattern RULES =
      Pattern.compile("\\A(\\s*#[^\\n]*\\n|\\s*\\n)*rules:\\s*\\n\\s*-\\s+\\w+:");

  private final Set<String> rules = new HashSet<>();

  /**
   * Reads the names of {@code files}, and of each YAML file beside a file of its name how it
   * starts.
   */
  RuleSamples(List<SourceTree.Entry> files, Function<String, Optional<byte[]>> start) {
    Set<String> samples = new HashSet<>();
    files.stream()
        .map(SourceTree.Entry::path)
        .filter(path -> !isYaml(path))
        .forEach(path -> samples.add(stem(path)));
    List<String> beside =
        files.stream()
            .map(SourceTree.Entry::path)
            .filter(path -> isYaml(path) && samples.contains(stem(path)))
            .toList();
    if (beside.size() >= FEWEST) {
      beside.stream()
          .filter(path -> start.apply(path).filter(RuleSamples::isRules).isPresent())
          .forEach(path -> rules.add(stem(path)));
    }
  }

  /** Whether the file is one of the rules or a sample beside one. */
  boolean holds(String path) {
    return rules.size() >= FEWEST && rules.contains(stem(path));
  }

  private static boolean isRules(byte[] content) {
    return RULES.matcher(new String(content, StandardCharsets.UTF_8)).lookingAt();
  }

  private static boolean isYaml(String path) {
    return path.endsWith(".yaml") || path.endsWith(".yml");
  }

  /* The path up to the first dot of its name: samples are also called sql.fixed.py. */
  private static String stem(String path) {
    int dot = path.indexOf('.', path.lastIndexOf('/') + 2);
    return dot < 0 ? path : path.substring(0, dot);
  }
}
