package dev.sigil.scanner.detect;

import dev.sigil.core.scan.Severity;
import dev.sigil.core.scan.Verdict;

/**
 * What a kind of finding means, independent of where it was found.
 *
 * @param id stable, such as {@code secret/github-token}; waivers and clients match on it
 * @param message one sentence: what was found and why it matters
 * @param fix one sentence: what to do about it
 */
public record Rule(String id, Severity severity, Verdict effect, String message, String fix) {
  public static Rule block(String id, Severity severity, String message, String fix) {
    return new Rule(id, severity, Verdict.BLOCK, message, fix);
  }

  public static Rule warn(String id, Severity severity, String message, String fix) {
    return new Rule(id, severity, Verdict.WARN, message, fix);
  }

  public static Rule info(String id, String message, String fix) {
    return new Rule(id, Severity.INFO, Verdict.PASS, message, fix);
  }
}
