package dev.sigil.builder.detect;

import dev.sigil.core.build.BuildStep;
import dev.sigil.core.build.Language;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one detector found: how to build and start a server, and what is declared about it.
 *
 * @param runtimeVersion empty for the default
 * @param start may be empty with the container runtime, whose image knows it
 * @param dockerfile relative to the repository's root; only with the container runtime
 * @param detectedBy the file that decided, relative to the folder
 * @param notes what was assumed, as full sentences
 */
public record Recipe(
    Language runtime,
    String runtimeVersion,
    List<BuildStep> steps,
    List<String> start,
    @Nullable String dockerfile,
    Declaration declared,
    String detectedBy,
    List<String> notes) {
  public Recipe {
    steps = List.copyOf(steps);
    start = List.copyOf(start);
    notes = List.copyOf(notes);
  }

  /** The same, with {@code declaration} over what is declared, as {@code file} says. */
  public Recipe declaring(Declaration declaration, String file) {
    return new Recipe(
        runtime, runtimeVersion, steps, start, dockerfile, declaration.over(declared), file, notes);
  }
}
