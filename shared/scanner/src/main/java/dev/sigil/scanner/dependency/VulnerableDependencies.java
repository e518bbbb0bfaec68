package dev.sigil.scanner.dependency;

import dev.sigil.core.scan.Severity;
import dev.sigil.core.scan.Verdict;
import dev.sigil.scanner.dependency.advisory.Advisories;
import dev.sigil.scanner.dependency.advisory.Advisory;
import dev.sigil.scanner.dependency.advisory.VersionOrder;
import dev.sigil.scanner.dependency.advisory.VersionRange;
import dev.sigil.scanner.dependency.inventory.Dependency;
import dev.sigil.scanner.dependency.inventory.Ecosystem;
import dev.sigil.scanner.detect.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Compares dependencies with advisories. */
final class VulnerableDependencies {
  private static final int NAMED = 3;
  /* What a hosted instance is kept from: it is bounded, restarted and has no address of its own. */
  private static final Pattern CONTAINED =
      Pattern.compile(
          "(?i)denial[- ]of[- ]service|\\b(re)?dos\\b|dns[- ]rebinding|(resource|memory) exhaustion");

  /* What leaks from one client to another, where a transport over HTTP is shared between them. */
  private static final Set<String> BETWEEN_CLIENTS = Set.of("CVE-2026-25536");

  private final Advisories advisories;
  private final boolean http;

  /**
   * Compares with {@code advisories}.
   *
   * @param http whether code of the repository serves clients over HTTP
   */
  VulnerableDependencies(Advisories advisories, boolean http) {
    this.advisories = advisories;
    this.http = http;
  }

  /** What is known against {@code dependency}, as one finding; empty when nothing is. */
  Optional<DependencyFinding> judge(Dependency dependency) {
    List<Advisory> known = advisories.about(dependency.ecosystem(), dependency.name());
    if (known.isEmpty() || dependency.local()) {
      return Optional.empty();
    }
    if (!dependency.version().isEmpty()) {
      List<Advisory> hits =
          known.stream()
              .filter(each -> each.affects(dependency.ecosystem(), dependency.version()))
              .toList();
      return finding(dependency, dependency.version(), hits);
    }
    return VersionRange.parse(dependency.ecosystem(), dependency.range())
        .flatMap(
            range -> finding(dependency, range.lowest(), unavoidable(dependency, range, known)));
  }

  /* A range that reaches a fixed version is resolved to it; only one that does not is a finding. */
  private static List<Advisory> unavoidable(
      Dependency dependency, VersionRange range, List<Advisory> known) {
    Ecosystem ecosystem = dependency.ecosystem();
    return known.stream()
        .filter(each -> each.affects(ecosystem, range.lowest()))
        .filter(
            each ->
                each.fixFor(ecosystem, range.lowest())
                    .map(fix -> !range.allows().test(fix))
                    .orElse(true))
        .filter(each -> each.versions().isEmpty() || !each.ranges().isEmpty())
        .toList();
  }

  private Optional<DependencyFinding> finding(
      Dependency dependency, String version, List<Advisory> hits) {
    if (hits.isEmpty()) {
      return Optional.empty();
    }
    Optional<Advisory> malicious = hits.stream().filter(Advisory::malicious).findFirst();
    String excerpt = dependency.name() + " " + version;
    List<String> names = hits.stream().map(Advisory::name).sorted().toList();
    Rule rule =
        malicious
            .map(each -> DependencyRules.malicious(dependency, version, each))
            .orElseGet(() -> vulnerable(dependency, version, hits));
    return Optional.of(
        new DependencyFinding(rule, dependency.line(), excerpt, excerpt + " " + names));
  }

  private Rule vulnerable(Dependency dependency, String version, List<Advisory> hits) {
    List<Advisory> worst =
        hits.stream()
            .sorted(Comparator.comparing(this::grade).reversed().thenComparing(Advisory::name))
            .toList();
    Severity severity = severity(dependency, grade(worst.getFirst()));
    boolean warns = severity.compareTo(Severity.MEDIUM) >= 0;
    return new Rule(
        "dependency/known-vulnerability",
        severity,
        warns ? Verdict.WARN : Verdict.PASS,
        message(dependency, version, worst),
        fix(dependency, version, hits));
  }

  /* As published, except that what only stops a server, or reaches one at a person's own address,
   * does less harm where the platform fronts and replaces it, and what two clients would have to
   * share where there is only one. */
  private Severity grade(Advisory advisory) {
    boolean contained =
        CONTAINED.matcher(advisory.summary()).find()
            || (!http && BETWEEN_CLIENTS.contains(advisory.name()));
    return contained && advisory.severity() == Severity.HIGH
        ? Severity.MEDIUM
        : advisory.severity();
  }

  /* What the repository does not ask for itself may not be reached; tools for developers do not ship. */
  private static Severity severity(Dependency dependency, Severity worst) {
    if (dependency.development()) {
      return Severity.INFO;
    }
    if (dependency.direct()) {
      return worst;
    }
    return worst.compareTo(Severity.HIGH) >= 0 ? Severity.MEDIUM : Severity.LOW;
  }

  private static String message(Dependency dependency, String version, List<Advisory> worst) {
    List<String> told = new ArrayList<>();
    for (Advisory each : worst.subList(0, Math.min(NAMED, worst.size()))) {
      told.add(each.summary().isEmpty() ? each.name() : each.summary() + " (" + each.name() + ")");
    }
    int more = worst.size() - told.size();
    return dependency.name()
        + " "
        + version
        + " has known vulnerabilities: "
        + String.join(", ", told)
        + (more > 0 ? " and " + more + " more." : ".");
  }

  private static String fix(Dependency dependency, String version, List<Advisory> hits) {
    VersionOrder order = VersionOrder.of(dependency.ecosystem());
    Set<String> fixes = new LinkedHashSet<>();
    for (Advisory each : hits) {
      Optional<String> fix = each.fixFor(dependency.ecosystem(), version);
      if (fix.filter(order::valid).isEmpty()) {
        return "No version of " + dependency.name() + " without them is known; replace it.";
      }
      fixes.add(fix.get());
    }
    String newest = fixes.stream().max(order).orElseThrow();
    return "Update " + dependency.name() + " to " + newest + " or newer.";
  }
}
