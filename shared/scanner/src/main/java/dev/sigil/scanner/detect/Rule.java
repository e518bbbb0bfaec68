package dev.sigil.scanner.detect;

import dev.sigil.core.scan.Confidence;
import dev.sigil.core.scan.Severity;
import dev.sigil.core.scan.ThreatClass;
import dev.sigil.core.scan.Verdict;

/**
 * What a kind of finding means, independent of where it was found.
 *
 * @param id stable, such as {@code secret/github-token}; waivers and clients match on it
 * @param effect what it does to the verdict where no policy says otherwise
 * @param message one sentence: what was found
 * @param fix one sentence: what to do about it
 */
public record Rule(
    String id,
    ThreatClass threat,
    Severity severity,
    Confidence confidence,
    Verdict effect,
    String message,
    String fix) {
  /** A rule whose class follows from its id; one that blocks is sure, one that warns is less. */
  public Rule(String id, Severity severity, Verdict effect, String message, String fix) {
    this(
        id,
        Threats.of(id),
        severity,
        effect == Verdict.WARN ? Confidence.MEDIUM : Confidence.HIGH,
        effect,
        message,
        fix);
  }

  public static Rule block(String id, Severity severity, String message, String fix) {
    return new Rule(id, severity, Verdict.BLOCK, message, fix);
  }

  public static Rule warn(String id, Severity severity, String message, String fix) {
    return new Rule(id, severity, Verdict.WARN, message, fix);
  }

  public static Rule info(String id, String message, String fix) {
    return new Rule(id, Severity.INFO, Verdict.PASS, message, fix);
  }

  public Rule with(ThreatClass other) {
    return new Rule(id, other, severity, confidence, effect, message, fix);
  }

  public Rule with(Confidence other) {
    return new Rule(id, threat, severity, other, effect, message, fix);
  }
}
