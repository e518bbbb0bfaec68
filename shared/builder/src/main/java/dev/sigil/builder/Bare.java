package dev.sigil.builder;

import dev.sigil.builder.detect.Declaration;
import dev.sigil.builder.detect.Hints;
import dev.sigil.builder.detect.Recipe;
import dev.sigil.builder.manifest.Manifest;
import dev.sigil.core.build.Language;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A server that only its manifest describes: it says what it is written in and how it starts. */
final class Bare {
  private Bare() {}

  static Optional<Recipe> of(Hints hints) {
    @Nullable Language runtime = hints.runtime();
    @Nullable List<String> start = hints.start();
    return runtime == null || start == null
        ? Optional.empty()
        : Optional.of(
            new Recipe(
                runtime,
                Objects.requireNonNullElse(hints.runtimeVersion(), ""),
                List.of(),
                start,
                null,
                Declaration.NONE,
                Manifest.FILE,
                List.of()));
  }
}
