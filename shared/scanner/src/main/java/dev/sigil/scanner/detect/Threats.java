package dev.sigil.scanner.detect;

import dev.sigil.core.scan.ThreatClass;
import java.util.List;
import java.util.Map;

/** The kind of harm that a rule's id stands for: its whole id, else the part before the slash. */
final class Threats {
  private static final Map<String, ThreatClass> BY_ID =
      Map.ofEntries(
          Map.entry("hidden", ThreatClass.HIDDEN_TEXT),
          Map.entry("poison", ThreatClass.POISONING),
          Map.entry("poison/shadowing", ThreatClass.SHADOWING),
          Map.entry("poison/returned-text", ThreatClass.OUTPUT_INJECTION),
          Map.entry("poison/sampling", ThreatClass.OUTPUT_INJECTION),
          Map.entry("rugpull", ThreatClass.RUG_PULL),
          Map.entry("secret", ThreatClass.SECRET),
          Map.entry("taint/command-injection", ThreatClass.COMMAND_INJECTION),
          Map.entry("taint/argument-injection", ThreatClass.COMMAND_INJECTION),
          Map.entry("taint/code-injection", ThreatClass.CODE_INJECTION),
          Map.entry("taint/sql-injection", ThreatClass.SQL_INJECTION),
          Map.entry("taint/template-injection", ThreatClass.TEMPLATE_INJECTION),
          Map.entry("taint/deserialisation", ThreatClass.DESERIALISATION),
          Map.entry("taint/path-traversal", ThreatClass.PATH_TRAVERSAL),
          Map.entry("taint/ssrf", ThreatClass.SSRF),
          Map.entry("exhaustion", ThreatClass.EXHAUSTION),
          Map.entry("exposure", ThreatClass.EXPOSURE),
          Map.entry("overreach", ThreatClass.OVERREACH),
          Map.entry("mismatch", ThreatClass.MISMATCH),
          Map.entry("exfiltration", ThreatClass.EXFILTRATION),
          Map.entry("backdoor", ThreatClass.BACKDOOR),
          Map.entry("flow", ThreatClass.TOXIC_FLOW),
          Map.entry("shadow", ThreatClass.SHADOWING),
          Map.entry("install", ThreatClass.INSTALL_HOOK),
          Map.entry("image", ThreatClass.CONTAINER),
          Map.entry("container", ThreatClass.CONTAINER),
          Map.entry("dependency", ThreatClass.DEPENDENCY),
          Map.entry("supply", ThreatClass.DEPENDENCY),
          Map.entry("manifest/unregistered-dependency", ThreatClass.DEPENDENCY),
          Map.entry("manifest/dependency-escape", ThreatClass.DEPENDENCY),
          Map.entry("malware", ThreatClass.MALWARE),
          Map.entry("scan", ThreatClass.INCOMPLETE));

  private Threats() {}

  static ThreatClass of(String rule) {
    if (rule.startsWith("install/image")) {
      return ThreatClass.CONTAINER;
    }
    return List.of(rule, rule.substring(0, Math.max(0, rule.indexOf('/')))).stream()
        .filter(BY_ID::containsKey)
        .map(BY_ID::get)
        .findFirst()
        .orElse(ThreatClass.SOURCE);
  }
}
