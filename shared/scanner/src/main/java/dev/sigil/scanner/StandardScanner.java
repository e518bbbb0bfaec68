package dev.sigil.scanner;

import dev.sigil.core.scan.Scanner;
import java.time.InstantSource;
import java.util.Set;

/** Opens Sigil's own scanner for callers that find it on the class path. */
public final class StandardScanner implements Scanner.Factory {
  @Override
  public Scanner open(InstantSource clock) {
    return new SourceScanner(Set.of(), clock);
  }
}
