package dev.sigil.scanner.dependency.format;

import java.util.List;
import java.util.Optional;

/** Every kind of manifest and lockfile that is read. */
public final class DependencyFormats {
  private static final List<DependencyFormat> ALL =
      List.of(
          new PackageJson(),
          new NpmLock(),
          new PnpmLock(),
          new YarnLock(),
          new RequirementsFile(),
          new PipfileLock(),
          new TomlLock(),
          new TomlManifest(),
          new GoModule(),
          new MavenPom(),
          new GradleFiles());

  private DependencyFormats() {}

  /** The reader of the file at {@code path}, judged by its name. */
  public static Optional<DependencyFormat> of(String path) {
    return ALL.stream().filter(format -> format.accepts(path)).findFirst();
  }
}
