package dev.sigil.core.scan.policy;

import static java.util.Objects.requireNonNullElse;

import dev.sigil.core.scan.Confidence;
import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.Severity;
import dev.sigil.core.scan.ThreatClass;
import dev.sigil.core.scan.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a finding does to the verdict: the first rule that fits, else what its detector
 * proposes. No policy lowers a finding that protects others.
 *
 * @param name as in a report
 */
public record ScanPolicy(String name, String description, List<Rule> rules) {
  public ScanPolicy {
    rules = List.copyOf(rules);
    for (Rule rule : rules) {
      boolean lowers = rule.effect() != Verdict.BLOCK;
      boolean open =
          rule.classes().isEmpty() || rule.classes().stream().anyMatch(ThreatClass::protectsOthers);
      if (lowers && open) {
        throw new IllegalArgumentException(
            "The policy " + name + " has a rule that lowers findings which protect others.");
      }
    }
  }

  /**
   * One line of a policy; what is absent fits everything.
   *
   * @param found least effect that the detector proposes
   * @param severity least severity
   * @param confidence least confidence
   */
  public record Rule(
      Set<ThreatClass> classes,
      @Nullable Verdict found,
      @Nullable Severity severity,
      @Nullable Confidence confidence,
      Verdict effect) {
    public Rule {
      classes = Set.copyOf(requireNonNullElse(classes, Set.of()));
    }

    boolean fits(Finding finding) {
      return (classes.isEmpty() || classes.contains(finding.threat()))
          && (found == null || finding.effect().compareTo(found) >= 0)
          && (severity == null || finding.severity().compareTo(severity) >= 0)
          && (confidence == null || finding.confidence().compareTo(confidence) >= 0);
    }
  }

  /** What the finding does under this policy. */
  public Verdict effect(Finding finding) {
    return rules.stream()
        .filter(rule -> rule.fits(finding))
        .map(Rule::effect)
        .findFirst()
        .orElse(finding.effect());
  }

  /** This policy with a workspace's own word on some classes, which comes first. */
  public ScanPolicy with(Map<ThreatClass, Verdict> classes) {
    List<Rule> own =
        new TreeMap<>(classes)
            .entrySet().stream()
                .map(
                    entry ->
                        new Rule(
                            Set.of(entry.getKey()), Verdict.WARN, null, null, entry.getValue()))
                .toList();
    return own.isEmpty()
        ? this
        : new ScanPolicy(name, description, Stream.concat(own.stream(), rules.stream()).toList());
  }
}
