package dev.sigil.core.scan;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing a scan found, at one place. Fields that reports of earlier versions lack read as their
 * neutral value.
 *
 * @param rule the rule's id, such as {@code secret/github-token}
 * @param threat the kind of harm; decides CWE, OWASP entry and why it matters
 * @param severity how much it hurts if it is what it looks like
 * @param confidence how sure that is
 * @param effect what it does to the verdict, by the policy of the report
 * @param path file in the tree, as in {@link dev.sigil.core.source.SourceTree}
 * @param line first line, from 1; 0 when the finding concerns the whole file
 * @param column of the first character in its line, from 1; 0 when the whole line or file is meant
 * @param excerpt the offending text with every secret redacted; control characters are escaped
 * @param frame the lines around it
 * @param steps from source to sink, or the pieces of evidence, in order; empty when the place says
 *     it all
 * @param message one sentence: what was found
 * @param fix one sentence: what to do about it
 * @param fingerprint stays the same when lines move: of rule, path and normalised text, not line
 * @param waived why it does not count; null when it does
 */
public record Finding(
    String rule,
    @JsonProperty("class") ThreatClass threat,
    Severity severity,
    Confidence confidence,
    Verdict effect,
    String path,
    int line,
    int column,
    String excerpt,
    CodeFrame frame,
    List<FlowStep> steps,
    String message,
    String fix,
    String fingerprint,
    @Nullable Waived waived) {
  public Finding {
    threat = requireNonNullElse(threat, ThreatClass.SOURCE);
    confidence = requireNonNullElse(confidence, Confidence.HIGH);
    frame = requireNonNullElse(frame, CodeFrame.NONE);
    steps = List.copyOf(requireNonNullElse(steps, List.of()));
  }

  /** A finding that nobody waived. */
  public Finding(
      String rule,
      ThreatClass threat,
      Severity severity,
      Confidence confidence,
      Verdict effect,
      String path,
      int line,
      int column,
      String excerpt,
      CodeFrame frame,
      List<FlowStep> steps,
      String message,
      String fix,
      String fingerprint) {
    this(
        rule,
        threat,
        severity,
        confidence,
        effect,
        path,
        line,
        column,
        excerpt,
        frame,
        steps,
        message,
        fix,
        fingerprint,
        null);
  }

  /** A finding of which only the place and the words are known. */
  public Finding(
      String rule,
      Severity severity,
      Verdict effect,
      String path,
      int line,
      String excerpt,
      String message,
      String fix,
      String fingerprint) {
    this(
        rule,
        ThreatClass.SOURCE,
        severity,
        Confidence.HIGH,
        effect,
        path,
        line,
        0,
        excerpt,
        CodeFrame.NONE,
        List.of(),
        message,
        fix,
        fingerprint);
  }

  @JsonProperty
  public String cwe() {
    return threat.cwe();
  }

  @JsonProperty
  public String owasp() {
    return threat.owasp();
  }

  @JsonProperty
  public String why() {
    return threat.why();
  }

  /** The same finding under a policy that gives it {@code other}. */
  public Finding withEffect(Verdict other) {
    return with(other, waived);
  }

  /** The same finding, which does not count for the reason given. */
  public Finding waived(Waived why) {
    return with(effect, why);
  }

  private Finding with(Verdict otherEffect, @Nullable Waived why) {
    return new Finding(
        rule,
        threat,
        severity,
        confidence,
        otherEffect,
        path,
        line,
        column,
        excerpt,
        frame,
        steps,
        message,
        fix,
        fingerprint,
        why);
  }
}
