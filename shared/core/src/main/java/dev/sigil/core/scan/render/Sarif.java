package dev.sigil.core.scan.render;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.json.Json;
import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.FlowStep;
import dev.sigil.core.scan.ScanReport;
import dev.sigil.core.scan.Severity;
import dev.sigil.core.scan.Verdict;
import dev.sigil.core.scan.Waived;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A report as SARIF 2.1.0 (OASIS standard, March 2020): rules with their weaknesses, code flows,
 * partial fingerprints, suppressions, and CWE and the OWASP MCP Top 10 as taxonomies. Equal reports
 * give equal text.
 */
public final class Sarif {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json";
  private static final String FINGERPRINT = "sigilFingerprint/v1";

  private Sarif() {}

  /** The report as one SARIF log with one run. */
  public static ObjectNode of(ScanReport report) {
    ObjectNode log = Json.object().put("$schema", SCHEMA).put("version", "2.1.0");
    ObjectNode run = log.putArray("runs").addObject();
    Map<String, Integer> indexes = new HashMap<>();
    Map<String, Finding> rules = new TreeMap<>();
    report.findings().forEach(finding -> rules.putIfAbsent(finding.rule(), finding));
    report.suppressed().forEach(finding -> rules.putIfAbsent(finding.rule(), finding));
    ObjectNode driver = run.putObject("tool").putObject("driver");
    driver.put("name", "Sigil").put("informationUri", "https://github.com/sigil-dev/sigil");
    driver.put("semanticVersion", "0.1.0");
    ObjectNode made = driver.putObject("properties").put("rules", report.rules());
    if (report.advisories() != null) {
      made.set("advisories", Json.tree(report.advisories()));
    }
    ArrayNode listed = driver.putArray("rules");
    rules.forEach(
        (id, finding) -> {
          indexes.put(id, listed.size());
          rule(listed.addObject(), finding);
        });
    ObjectNode invocation = run.putArray("invocations").addObject();
    invocation.put("executionSuccessful", true);
    ArrayNode results = run.putArray("results");
    report.findings().forEach(finding -> result(results.addObject(), finding, report, indexes));
    for (Finding finding : report.suppressed()) {
      ObjectNode result = results.addObject();
      result(result, finding, report, indexes);
      result
          .putArray("suppressions")
          .addObject()
          .put("kind", "external")
          .put("status", "accepted")
          .put("justification", justification(finding));
    }
    run.put("columnKind", "utf16CodeUnits");
    taxonomies(run, rules);
    ObjectNode properties = run.putObject("properties");
    properties.put("verdict", report.verdict().name()).put("policy", report.policy());
    return log;
  }

  private static String justification(Finding finding) {
    Waived waived = finding.waived();
    if (waived == null) {
      return "Waived on the platform.";
    }
    String end = waived.until() == null ? "" : " until " + waived.until();
    return "%s (waived by %s%s)".formatted(waived.reason(), waived.by(), end);
  }

  private static void rule(ObjectNode rule, Finding finding) {
    rule.put("id", finding.rule());
    rule.putObject("shortDescription").put("text", finding.threat().name().replace('_', ' '));
    rule.putObject("fullDescription").put("text", finding.why());
    rule.putObject("help").put("text", finding.fix());
    ObjectNode properties = rule.putObject("properties");
    properties.put("security-severity", score(finding.severity()));
    properties.putArray("tags").add("security").add(finding.cwe()).add(finding.owasp());
    ArrayNode relationships = rule.putArray("relationships");
    relationship(relationships, finding.cwe().replace("CWE-", ""), "CWE");
    relationship(relationships, finding.owasp(), "OWASP MCP Top 10");
  }

  private static void relationship(ArrayNode relationships, String id, String taxonomy) {
    ObjectNode relationship = relationships.addObject();
    ObjectNode target = relationship.putObject("target");
    target.put("id", id).putObject("toolComponent").put("name", taxonomy);
    relationship.putArray("kinds").add("relevant");
  }

  private static void result(
      ObjectNode result, Finding finding, ScanReport report, Map<String, Integer> indexes) {
    result.put("ruleId", finding.rule());
    result.put("ruleIndex", indexes.getOrDefault(finding.rule(), -1));
    result.put("level", level(finding));
    result.putObject("message").put("text", finding.message() + " " + finding.fix());
    ObjectNode location = result.putArray("locations").addObject();
    location(location, finding.path(), finding.line(), finding.column(), finding.excerpt());
    result.putObject("partialFingerprints").put(FINGERPRINT, finding.fingerprint());
    result.put(
        "baselineState", report.known().contains(finding.fingerprint()) ? "unchanged" : "new");
    if (finding.steps().size() > 1) {
      flow(result, finding.steps());
    }
    ObjectNode properties = result.putObject("properties");
    properties.put("class", finding.threat().name());
    properties.put("severity", finding.severity().name());
    properties.put("confidence", finding.confidence().name());
    properties.put("effect", finding.effect().name());
  }

  private static void flow(ObjectNode result, List<FlowStep> steps) {
    ArrayNode places =
        result
            .putArray("codeFlows")
            .addObject()
            .putArray("threadFlows")
            .addObject()
            .putArray("locations");
    for (FlowStep step : steps) {
      ObjectNode location = places.addObject().putObject("location");
      location(location, step.path(), step.line(), 0, "");
      location.putObject("message").put("text", step.text().isEmpty() ? step.path() : step.text());
    }
  }

  private static void location(
      ObjectNode location, String path, int line, int column, String snippet) {
    ObjectNode physical = location.putObject("physicalLocation");
    physical
        .putObject("artifactLocation")
        .put("uri", uri(path.isEmpty() ? "." : path))
        .put("uriBaseId", "SRCROOT");
    if (line > 0) {
      ObjectNode region = physical.putObject("region").put("startLine", line);
      if (column > 0) {
        region.put("startColumn", column);
      }
      if (!snippet.isEmpty()) {
        region.putObject("snippet").put("text", snippet);
      }
    }
  }

  /* A path may hold any character; a relative reference may not begin with what looks like a scheme. */
  private static String uri(String path) {
    try {
      String encoded = new URI(null, null, "/" + path, null).toASCIIString().substring(1);
      return encoded.isEmpty() ? "." : encoded.replace(":", "%3A");
    } catch (URISyntaxException e) {
      return "unnamed";
    }
  }

  private static String level(Finding finding) {
    if (finding.effect() == Verdict.PASS) {
      return "note";
    }
    return finding.effect() == Verdict.BLOCK ? "error" : "warning";
  }

  /* The middle of each band of CVSS 3.1, as code hosts read it. */
  private static String score(Severity severity) {
    return switch (severity) {
      case CRITICAL -> "9.5";
      case HIGH -> "8.0";
      case MEDIUM -> "5.5";
      case LOW -> "2.0";
      case INFO -> "0.0";
    };
  }

  private static void taxonomies(ObjectNode run, Map<String, Finding> rules) {
    SortedSet<String> weaknesses = new TreeSet<>();
    SortedSet<String> entries = new TreeSet<>();
    for (Finding finding : rules.values()) {
      weaknesses.add(finding.cwe().replace("CWE-", ""));
      entries.add(finding.owasp());
    }
    ArrayNode taxonomies = run.putArray("taxonomies");
    taxonomy(taxonomies.addObject(), "CWE", "MITRE", weaknesses);
    taxonomy(taxonomies.addObject(), "OWASP MCP Top 10", "OWASP", entries);
  }

  private static void taxonomy(
      ObjectNode taxonomy, String name, String organization, SortedSet<String> ids) {
    taxonomy.put("name", name).put("organization", organization);
    ArrayNode taxa = taxonomy.putArray("taxa");
    ids.forEach(id -> taxa.addObject().put("id", id));
  }
}
