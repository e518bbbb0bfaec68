package dev.sigil.scanner.dependency.format;

import dev.sigil.scanner.dependency.inventory.Dependency;
import java.util.List;

/** Reads one kind of manifest or lockfile. Stateless and thread-safe. */
public interface DependencyFormat {
  /** Whether a file at this path is of this kind; decided by its name. */
  boolean accepts(String path);

  /** Whether it fixes versions, as lockfiles do. */
  boolean locks();

  /**
   * The dependencies that {@code text} names, in its order.
   *
   * @param path of the file, to be named in each dependency
   * @throws UnreadableException when the text is not what the file's name says
   */
  List<Dependency> read(String path, String text);
}
