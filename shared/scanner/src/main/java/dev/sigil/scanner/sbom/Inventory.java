package dev.sigil.scanner.sbom;

import dev.sigil.core.source.SourceTree;
import dev.sigil.scanner.dependency.format.DependencyFormat;
import dev.sigil.scanner.dependency.format.DependencyFormats;
import dev.sigil.scanner.dependency.format.UnreadableException;
import dev.sigil.scanner.dependency.inventory.Dependency;
import dev.sigil.scanner.detect.Location;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything that the manifests and lockfiles of a tree name, in the order of their paths.
 *
 * @param unreadable paths of those that could not be read, so that nobody takes the list for whole
 */
public record Inventory(List<Dependency> dependencies, List<String> unreadable) {
  private static final int MAX_FILE = 64 << 20;
  private static final int MAX_DEPENDENCIES = 200_000;

  public Inventory {
    dependencies = List.copyOf(dependencies);
    unreadable = List.copyOf(unreadable);
  }

  /** Reads what ends up in the server that {@code folder} builds. */
  public static Inventory of(SourceTree tree, String folder) {
    List<Dependency> found = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    for (SourceTree.Entry file : tree.files()) {
      Optional<DependencyFormat> format = DependencyFormats.of(file.path());
      if (format.isPresent() && Location.of(file.path(), folder).shipped()) {
        read(tree, file, format.get())
            .filter(named -> found.size() + named.size() <= MAX_DEPENDENCIES)
            .ifPresentOrElse(found::addAll, () -> unreadable.add(file.path()));
      }
    }
    return new Inventory(found, unreadable);
  }

  private static Optional<List<Dependency>> read(
      SourceTree tree, SourceTree.Entry file, DependencyFormat format) {
    if (file.size() > MAX_FILE) {
      return Optional.empty();
    }
    try {
      byte[] content = tree.read(file.path(), MAX_FILE).orElse(new byte[0]);
      return Optional.of(format.read(file.path(), new String(content, StandardCharsets.UTF_8)));
    } catch (UnreadableException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
