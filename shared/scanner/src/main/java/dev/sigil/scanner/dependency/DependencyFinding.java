package dev.sigil.scanner.dependency;

import dev.sigil.core.scan.Severity;
import dev.sigil.core.scan.Verdict;
import dev.sigil.scanner.dependency.inventory.Dependency;
import dev.sigil.scanner.detect.Rule;

/** Something found in one manifest or lockfile; {@code identity} stays when its line moves. */
record DependencyFinding(Rule rule, int line, String excerpt, String identity) {
  static DependencyFinding of(Rule rule, Dependency dependency, String excerpt) {
    return new DependencyFinding(rule, dependency.line(), excerpt, excerpt);
  }

  /** The same where a lockfile of the repository tells it too: one dependency weighs once. */
  DependencyFinding toldElsewhere() {
    boolean stays = rule.effect() == Verdict.BLOCK || rule.severity() == Severity.INFO;
    Rule light = new Rule(rule.id(), Severity.LOW, Verdict.PASS, rule.message(), rule.fix());
    return stays ? this : new DependencyFinding(light, line, excerpt, identity);
  }
}
