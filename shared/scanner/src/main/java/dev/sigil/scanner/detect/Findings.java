package dev.sigil.scanner.detect;

import dev.sigil.core.scan.CodeFrame;
import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.FlowStep;
import dev.sigil.core.scan.Severity;
import dev.sigil.core.scan.ThreatClass;
import dev.sigil.core.scan.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects what detectors find. A finding outside shipped code counts one verdict and two
 * severities less, and so do mistakes in copies of other packages; it is never dropped. Of one rule
 * in one file the first {@value #MAX_PER_RULE_AND_FILE} are kept, so that a hostile file cannot
 * flood the report. Not thread-safe.
 */
public final class Findings {
  static final int MAX_PER_RULE_AND_FILE = 25;
  private static final int FINGERPRINT_BYTES = 16;
  private static final int SHORTEST_PART = 16;
  private static final int MAX_STEPS = 12;

  /* What a package of others does wrong is for its advisories, whether it is copied or fetched; that
   * it attacks is not. */
  private static final Set<ThreatClass> MISTAKES =
      EnumSet.of(
          ThreatClass.SECRET,
          ThreatClass.COMMAND_INJECTION,
          ThreatClass.CODE_INJECTION,
          ThreatClass.SQL_INJECTION,
          ThreatClass.TEMPLATE_INJECTION,
          ThreatClass.DESERIALISATION,
          ThreatClass.PATH_TRAVERSAL,
          ThreatClass.SSRF);

  private final Map<String, Finding> byPlace = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final Map<String, List<String>> secrets = new HashMap<>();
  private final List<Object> observed = new ArrayList<>();

  /** Reports {@code rule} at {@code offset} of {@code file}; the excerpt is that line. */
  public void add(Rule rule, ScannedFile file, int offset) {
    add(rule, file, offset, List.of());
  }

  /** As {@link #add(Rule, ScannedFile, int)}, with the way from the source to this sink. */
  public void add(Rule rule, ScannedFile file, int offset, List<FlowStep> steps) {
    String line = file.lineText(offset);
    add(rule, file, offset, line, line, steps);
  }

  /** As {@link #add(Rule, ScannedFile, int)}, when another text than the line is to be shown. */
  public void add(Rule rule, ScannedFile file, int offset, String excerpt) {
    add(rule, file, offset, excerpt, excerpt, List.of());
  }

  /** As {@link #add(Rule, Location, int, String, String)}, at a place whose code is at hand. */
  public void add(
      Rule rule,
      ScannedFile file,
      int offset,
      String excerpt,
      String identity,
      List<FlowStep> steps) {
    add(rule, Place.of(file, offset), excerpt, identity, steps);
  }

  /**
   * Reports {@code rule}.
   *
   * @param line from 1; 0 for the whole file
   * @param identity what makes this finding the same one when its line moves
   */
  public void add(Rule rule, Location location, int line, String excerpt, String identity) {
    add(rule, new Place(location, line, 0, CodeFrame.NONE, excerpt), excerpt, identity, List.of());
  }

  /** As {@link #add(Rule, Location, int, String, String)}, at a place that was kept for later. */
  public void add(Rule rule, Place place, String excerpt, String identity, List<FlowStep> steps) {
    Location location = place.location();
    String counted = rule.id() + '\0' + location.path();
    if (counts.merge(counted, 1, Integer::sum) > MAX_PER_RULE_AND_FILE) {
      return;
    }
    Rule counts = counts(rule, location) ? rule : aside(rule);
    Finding finding =
        new Finding(
            rule.id(),
            rule.threat(),
            counts.severity(),
            rule.confidence(),
            counts.effect(),
            location.path(),
            place.line(),
            place.column(),
            Excerpt.of(redacted(location.path(), excerpt)),
            shown(location.path(), place.frame()),
            steps.stream().limit(MAX_STEPS).map(this::shown).toList(),
            rule.message(),
            rule.fix(),
            fingerprint(rule.id(), location.path(), identity));
    byPlace.putIfAbsent(counted + '\0' + place.line() + '\0' + finding.fingerprint(), finding);
  }

  /** From now on no excerpt of {@code path} shows {@code secret}. */
  public void conceal(String path, String secret) {
    List<String> known = secrets.computeIfAbsent(path, key -> new ArrayList<>());
    known.add(secret);
    if (secret.indexOf('\n') >= 0) {
      secret.lines().filter(line -> line.length() >= SHORTEST_PART).forEach(known::add);
    }
  }

  /** Keeps what was seen in a file for a judgement over the whole server. */
  public void observe(Object fact) {
    observed.add(fact);
  }

  /** What was observed of this type, in the order of the files. */
  public <T> List<T> observed(Class<T> type) {
    return observed.stream().filter(type::isInstance).map(type::cast).toList();
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

  /* A secret may span lines, so it is replaced before they are taken apart. */
  private CodeFrame shown(String path, CodeFrame frame) {
    String text = redacted(path, String.join("\n", frame.lines()));
    return frame.lines().isEmpty()
        ? frame
        : new CodeFrame(frame.firstLine(), text.lines().map(Excerpt::line).toList());
  }

  private FlowStep shown(FlowStep step) {
    return new FlowStep(step.path(), step.line(), Excerpt.of(redacted(step.path(), step.text())));
  }

  private static boolean counts(Rule rule, Location location) {
    return location.shipped() && !(MISTAKES.contains(rule.threat()) && location.foreign());
  }

  /** The rule as it counts where nothing of a running server lies. */
  public static Rule aside(Rule rule) {
    return new Rule(
        rule.id(),
        rule.threat(),
        lower(rule.severity()),
        rule.confidence(),
        lower(rule.effect()),
        rule.message(),
        rule.fix());
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
