package dev.sigil.scanner.code;

import dev.sigil.scanner.detect.Location;
import java.util.Optional;

/** The languages whose structure is understood. */
public enum Dialect {
  PYTHON,
  SCRIPT;

  /** By file extension; empty for every other language, and for declarations without code. */
  public static Optional<Dialect> of(Location location) {
    return switch (location.extension()) {
      case "py" -> Optional.of(PYTHON);
      case "js", "mjs", "cjs", "jsx", "ts", "mts", "cts", "tsx" ->
          location.path().endsWith(".d.ts") ? Optional.empty() : Optional.of(SCRIPT);
      default -> Optional.empty();
    };
  }
}
