package dev.sigil.scanner.detect;

import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.Severity;
import dev.sigil.core.scan.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects what detectors find. A finding outside shipped code counts one verdict and two
 * severities less; it is never dropped. Of one rule in one file the first {@value
 * #MAX_PER_RULE_AND_FILE} are kept, so that a hostile file cannot flood the report. Not
 * thread-safe.
 */
public final class Findings {
  static final int MAX_PER_RULE_AND_FILE = 25;
  private static final int FINGERPRINT_BYTES = 16;

  private final Map<String, Finding> byPlace = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final Map<String, List<String>> secrets = new HashMap<>();

  /** Reports {@code rule} at {@code offset} of {@code file}; the excerpt is that line. */
  public void add(Rule rule, ScannedFile file, int offset) {
    String line = file.lineText(offset);
    add(rule, file.location(), file.line(offset), line, line);
  }

  /** As {@link #add(Rule, ScannedFile, int)}, when another text than the line is to be shown. */
  public void add(Rule rule, ScannedFile file, int offset, String excerpt) {
    add(rule, file.location(), file.line(offset), excerpt, excerpt);
  }

  /**
   * Reports {@code rule}.
   *
   * @param line from 1; 0 for the whole file
   * @param identity what makes this finding the same one when its line moves
   */
  public void add(Rule rule, Location location, int line, String excerpt, String identity) {
    String counted = rule.id() + '\0' + location.path();
    if (counts.merge(counted, 1, Integer::sum) > MAX_PER_RULE_AND_FILE) {
      return;
    }
    Finding finding =
        new Finding(
            rule.id(),
            location.shipped() ? rule.severity() : lower(rule.severity()),
            location.shipped() ? rule.effect() : lower(rule.effect()),
            location.path(),
            line,
            Excerpt.of(redacted(location.path(), excerpt)),
            rule.message(),
            rule.fix(),
            fingerprint(rule.id(), location.path(), identity));
    byPlace.putIfAbsent(counted + '\0' + line + '\0' + finding.fingerprint(), finding);
  }

  /** From now on no excerpt of {@code path} shows {@code secret}. */
  public void conceal(String path, String secret) {
    secrets.computeIfAbsent(path, key -> new ArrayList<>()).add(secret);
  }

  public List<Finding> all() {
    return List.copyOf(byPlace.values());
  }

  private String redacted(String path, String excerpt) {
    List<String> known = secrets.getOrDefault(path, List.of());
    String shown = excerpt;
    for (String secret :
        known.stream().sorted(Comparator.comparing(String::length)).toList().reversed()) {
      shown = shown.replace(secret, Excerpt.redact(secret));
    }
    return shown;
  }

  private static Verdict lower(Verdict effect) {
    return effect == Verdict.BLOCK ? Verdict.WARN : Verdict.PASS;
  }

  private static Severity lower(Severity severity) {
    return switch (severity) {
      case CRITICAL -> Severity.MEDIUM;
      case HIGH -> Severity.LOW;
      default -> Severity.INFO;
    };
  }

  private static String fingerprint(String rule, String path, String identity) {
    String normal = identity.strip().replaceAll("\\s+", " ");
    byte[] hash =
        sha256().digest((rule + '\0' + path + '\0' + normal).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash, 0, FINGERPRINT_BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
