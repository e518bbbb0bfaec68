package dev.sigil.core.scan;

/**
 * One thing a scan found, at one place.
 *
 * @param rule the rule's id, such as {@code secret/github-token}
 * @param effect what it does to the verdict
 * @param path file in the tree, as in {@link dev.sigil.core.source.SourceTree}
 * @param line first line, from 1; 0 when the finding concerns the whole file
 * @param excerpt the offending text with every secret redacted; control characters are escaped
 * @param message one sentence: what was found and why it matters
 * @param fix one sentence: what to do about it
 * @param fingerprint stays the same when lines move: of rule, path and normalised text, not line
 */
public record Finding(
    String rule,
    Severity severity,
    Verdict effect,
    String path,
    int line,
    String excerpt,
    String message,
    String fix,
    String fingerprint) {}
