package dev.sigil.embedded.runtime;

import dev.sigil.embedded.build.LocalArtifact;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The directories outside the system's own that hold an artifact's language runtime. */
record ReadOnlyRoots(List<Path> system, List<Path> forbidden) {
  /**
   * @param forbidden directories that must stay hidden, such as the operator's home and the
   *     platform's data: neither they nor what holds them is opened
   */
  ReadOnlyRoots {
    system = List.copyOf(system);
    forbidden = List.copyOf(forbidden);
  }

  List<Path> of(LocalArtifact artifact, List<Path> more) {
    Stream<Path> runtimes =
        artifact.path().stream()
            .map(Path::of)
            .filter(Path::isAbsolute)
            .map(Path::normalize)
            .filter(directory -> !directory.startsWith(artifact.files()))
            .map(this::root);
    return Stream.concat(runtimes, more.stream())
        .filter(path -> system.stream().noneMatch(path::startsWith))
        .filter(path -> !hides(path))
        .filter(Files::exists)
        .distinct()
        .toList();
  }

  /* A runtime's programs lie in bin, beside the library that they need. */
  private Path root(Path directory) {
    return Optional.ofNullable(directory.getParent())
        .filter(parent -> directory.endsWith("bin") && parent.getNameCount() > 1)
        .filter(parent -> !hides(parent))
        .orElse(directory);
  }

  private boolean hides(Path path) {
    return forbidden.stream().anyMatch(hidden -> hidden.startsWith(path));
  }
}
