package dev.sigil.builder.detect;

import dev.sigil.core.build.BuildStep;
import dev.sigil.core.build.Language;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one detector found: how to build and start, and what the package says about itself.
 *
 * @param runtimeVersion empty for the default
 * @param dockerfile relative to the repository's root
 * @param detectedBy the file that decided, relative to the folder
 */
public record Recipe(
    Language runtime,
    String runtimeVersion,
    List<BuildStep> steps,
    List<String> start,
    @Nullable String dockerfile,
    SortedMap<String, String> environment,
    Identity identity,
    String detectedBy,
    List<String> notes) {
  public Recipe {
    steps = List.copyOf(steps);
    start = List.copyOf(start);
    environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    notes = List.copyOf(notes);
  }

  /** What a package calls itself; each component is empty where it does not say. */
  public record Identity(String name, String version, String description) {
    public static final Identity UNKNOWN = new Identity("", "", "");
  }
}
