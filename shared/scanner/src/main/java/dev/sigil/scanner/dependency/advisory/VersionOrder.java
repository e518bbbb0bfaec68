package dev.sigil.scanner.dependency.advisory;

import dev.sigil.scanner.dependency.inventory.Ecosystem;
import java.util.Comparator;

/**
 * How the versions of one ecosystem follow each other. {@link #compare} is only asked about texts
 * that are {@link #valid}. Thread-safe.
 */
public interface VersionOrder extends Comparator<String> {
  int MAX_LENGTH = 200;

  boolean valid(String version);

  @Override
  int compare(String left, String right);

  static VersionOrder of(Ecosystem ecosystem) {
    return switch (ecosystem) {
      case NPM, CARGO, GO -> SemanticOrder.INSTANCE;
      case PYPI -> PythonOrder.INSTANCE;
      case MAVEN -> MavenOrder.INSTANCE;
    };
  }
}
