package dev.sigil.core.scan.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.Digests;
import dev.sigil.core.json.Json;
import dev.sigil.core.scan.CodeFrame;
import dev.sigil.core.scan.Confidence;
import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.FlowStep;
import dev.sigil.core.scan.ServerProfile;
import dev.sigil.core.scan.ServerProfile.ToolPin;
import dev.sigil.core.scan.Severity;
import dev.sigil.core.scan.ThreatClass;
import dev.sigil.core.scan.Verdict;
import dev.sigil.core.tool.CatalogueDiff;
import dev.sigil.core.tool.ToolCatalogue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Says what a new version changes behind the back of those who approved the last one: a tool that
 * does more than it did, a new receiver of messages, a server that learns to start programs. A
 * change that only rewords a description is noted and does not count.
 */
final class ProfileChanges {
  private static final Set<String> GRAVE =
      Set.of("execute", "shell", "evaluate", "send", "mail", "delete");

  private final ServerProfile before;
  private final ServerProfile after;
  private final List<Finding> findings = new ArrayList<>();

  private ProfileChanges(ServerProfile before, ServerProfile after) {
    this.before = before;
    this.after = after;
  }

  /** Nothing when there is no version to compare with. */
  static List<Finding> between(ServerProfile before, ServerProfile after) {
    if (before.equals(ServerProfile.EMPTY)) {
      return List.of();
    }
    ProfileChanges changes = new ProfileChanges(before, after);
    changes.tools();
    changes.recipients();
    changes.server();
    return changes.findings;
  }

  private void tools() {
    Map<String, ToolPin> old = byName(before);
    Map<String, ToolPin> now = byName(after);
    CatalogueDiff diff = CatalogueDiff.between(catalogue(old), catalogue(now));
    for (CatalogueDiff.Change change : diff.changed()) {
      ToolPin was = old.get(change.tool());
      ToolPin is = now.get(change.tool());
      if (was == null || is == null) {
        continue;
      }
      Set<String> gained = gained(was.capabilities(), is.capabilities());
      if (!gained.isEmpty()) {
        boolean told = change.fields().contains("description");
        add(
            told ? "rugpull/tool-does-more" : "rugpull/behaviour-changed",
            told ? Severity.MEDIUM : Severity.HIGH,
            Verdict.WARN,
            is,
            "The tool "
                + is.name()
                + " now can "
                + String.join(", ", gained)
                + (told
                    ? ", which it could not when it was approved."
                    : ", and its description does not say that anything changed."),
            is.hash());
      } else if (change.fields().contains("description")) {
        add(
            "rugpull/description-changed",
            Severity.INFO,
            Verdict.PASS,
            is,
            "The description of the tool " + is.name() + " is not the one that was approved.",
            is.hash());
      }
    }
    for (String name : diff.added()) {
      ToolPin is = now.get(name);
      Set<String> gained = is == null ? Set.of() : gained(before.capabilities(), is.capabilities());
      if (is != null && !gained.isEmpty()) {
        add(
            "rugpull/new-tool",
            Severity.MEDIUM,
            Verdict.WARN,
            is,
            "The new tool "
                + name
                + " can "
                + String.join(", ", gained)
                + ", which nothing in the approved version could.",
            is.hash());
      }
    }
  }

  private void recipients() {
    Set<String> added = new TreeSet<>(after.recipients());
    added.removeAll(before.recipients());
    for (String recipient : added) {
      add(
          "rugpull/new-recipient",
          Severity.HIGH,
          Verdict.WARN,
          place(),
          "Messages now also go to "
              + recipient
              + ", an address that was not there when it was"
              + " approved.",
          recipient);
    }
  }

  private void server() {
    Set<String> gained = gained(before.capabilities(), after.capabilities());
    if (!gained.isEmpty()) {
      add(
          "rugpull/new-capability",
          Severity.LOW,
          Verdict.PASS,
          place(),
          "The server now can " + String.join(", ", gained) + ".",
          String.join(",", gained));
    }
  }

  private static Set<String> gained(List<String> before, List<String> after) {
    Set<String> gained = new TreeSet<>(after);
    gained.removeAll(before);
    gained.retainAll(GRAVE);
    return gained;
  }

  private static Map<String, ToolPin> byName(ServerProfile profile) {
    Map<String, ToolPin> pins = new LinkedHashMap<>();
    profile.tools().forEach(pin -> pins.putIfAbsent(pin.name(), pin));
    return pins;
  }

  /* A pin stands for its tool: the hash for the schema, what it does for the annotations. */
  private static ToolCatalogue catalogue(Map<String, ToolPin> pins) {
    List<ObjectNode> tools = new ArrayList<>();
    for (ToolPin pin : pins.values()) {
      ObjectNode tool = Json.object().put("name", pin.name()).put("description", pin.description());
      tool.putObject("inputSchema").put("type", "object").put("$id", pin.hash());
      tool.putObject("annotations").put("does", String.join(",", pin.capabilities()));
      tools.add(tool);
    }
    return ToolCatalogue.of(tools);
  }

  private ToolPin place() {
    return after.tools().isEmpty()
        ? new ToolPin("", "", "", List.of(), "", 0)
        : after.tools().getFirst();
  }

  private void add(
      String rule,
      Severity severity,
      Verdict effect,
      ToolPin pin,
      String message,
      String identity) {
    String fingerprint = Digests.sha256Hex(rule + '\0' + pin.path() + '\0' + identity);
    findings.add(
        new Finding(
            rule,
            ThreatClass.RUG_PULL,
            severity,
            Confidence.MEDIUM,
            effect,
            pin.path(),
            pin.line(),
            0,
            pin.name(),
            CodeFrame.NONE,
            List.of(new FlowStep(pin.path(), pin.line(), pin.name())),
            message,
            "Compare the two versions, and say in the description what the tool does.",
            fingerprint.substring(0, 32)));
  }
}
