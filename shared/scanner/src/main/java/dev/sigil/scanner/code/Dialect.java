package dev.sigil.scanner.code;

import dev.sigil.scanner.detect.Location;
import java.util.Optional;

/** The languages whose structure is understood. */
public enum Dialect {
  PYTHON,
  SCRIPT,
  GO,
  JAVA;

  /** By file extension; empty for every other language, and for declarations without code. */
  public static Optional<Dialect> of(Location location) {
    return switch (location.extension()) {
      case "py" -> Optional.of(PYTHON);
      case "js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx" ->
          location.path().endsWith(".d.ts") ? Optional.empty() : Optional.of(SCRIPT);
      case "go" -> Optional.of(GO);
      case "java" -> Optional.of(JAVA);
      default -> Optional.empty();
    };
  }

  /** Whether names are declared with types and blocks are braces: Go and Java. */
  public boolean typed() {
    return this == GO || this == JAVA;
  }

  /** As {@link #of}, for Python, JavaScript and TypeScript only. */
  public static Optional<Dialect> untyped(Location location) {
    return of(location).filter(dialect -> !dialect.typed());
  }
}
