package dev.sigil.scanner.dependency;

import dev.sigil.scanner.dependency.inventory.Dependency;
import dev.sigil.scanner.detect.Rule;

/** Something found in one manifest or lockfile; {@code identity} stays when its line moves. */
record DependencyFinding(Rule rule, int line, String excerpt, String identity) {
  static DependencyFinding of(Rule rule, Dependency dependency, String excerpt) {
    return new DependencyFinding(rule, dependency.line(), excerpt, excerpt);
  }
}
