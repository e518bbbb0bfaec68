package dev.sigil.scanner.behaviour;

import dev.sigil.core.scan.FlowStep;
import dev.sigil.core.scan.ServerProfile;
import dev.sigil.core.scan.ServerProfile.ToolPin;
import dev.sigil.scanner.detect.Findings;
import dev.sigil.scanner.detect.Place;
import dev.sigil.scanner.detect.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Judges all files of a server together, after each was seen for itself. */
public final class ServerReview {
  private static final int MOST_TOOLS = 200;
  private static final int LONGEST_DESCRIPTION = 2_000;
  private static final int MOST_LISTED = 300;

  private final List<FileFacts> files;
  private final Map<String, List<FileFacts>> exporters = new HashMap<>();

  private ServerReview(Findings findings) {
    this.files = findings.observed(FileFacts.class);
    for (FileFacts file : files) {
      file.exports()
          .keySet()
          .forEach(name -> exporters.computeIfAbsent(name, key -> new ArrayList<>()).add(file));
    }
  }

  /** Adds what only shows over several files, and says what the server offers and can do. */
  public static ServerProfile review(Findings findings) {
    ServerReview review = new ServerReview(findings);
    review.across(findings);
    review.mismatches(findings);
    review.unlisted(findings);
    review.toxicFlow(findings);
    return review.profile();
  }

  /* What one file reads and another sends. */
  private void across(Findings findings) {
    for (FileFacts file : files) {
      for (FileFacts.Pending pending : file.pending()) {
        Mark mark = pending.mark();
        FileFacts source = file;
        for (String function : pending.mark().foreign()) {
          for (FileFacts other : exporters.getOrDefault(last(function), List.of())) {
            if (!other.path().equals(file.path()) && named(other, function)) {
              Mark result = other.results().getOrDefault(last(function), Mark.NONE);
              source = result.bits() == 0 ? source : other;
              mark = mark.or(result);
            }
          }
        }
        Place place = pending.place();
        FlowStep from = new FlowStep(source.path(), 0, "comes from this file");
        if (!source.path().equals(file.path())) {
          Pairs.meeting(pending.capabilities(), mark)
              .ifPresent(
                  met -> add(findings, met.rule(), place, List.of(from, place.step("ends in"))));
        }
      }
    }
  }

  private void mismatches(Findings findings) {
    for (FileFacts file : files) {
      for (ToolFacts tool : file.tools()) {
        Set<Capability> does = does(tool);
        String told = tool.name() + " " + tool.description();
        if (!Promises.tellsOfSending(told)) {
          untold(tool, findings);
        }
        if (tool.readOnly()
            && (does.contains(Capability.DELETE) || does.contains(Capability.WRITE))) {
          add(findings, PairRules.NOT_READ_ONLY, tool.place(), List.of());
        } else if (Promises.onlyComputes(told) && Promises.breaks(does)) {
          add(findings, PairRules.MORE_THAN_TOLD, tool.place(), List.of());
        }
      }
    }
  }

  private static void untold(ToolFacts tool, Findings findings) {
    for (ToolFacts.Sent sent : tool.sent()) {
      Place place = sent.place();
      List<FlowStep> steps = List.of(tool.place().step("the tool"), place.step("sends"));
      add(findings, sent.rule(), place, steps);
    }
  }

  /* Only where most of the names that are handled are listed is the odd one out worth a word. */
  private void unlisted(Findings findings) {
    Set<String> listed =
        files.stream()
            .flatMap(file -> file.tools().stream())
            .map(ToolFacts::name)
            .collect(Collectors.toSet());
    for (FileFacts file : files) {
      long known = file.handled().keySet().stream().filter(listed::contains).count();
      Map<String, Place> odd = new TreeMap<>(file.handled());
      odd.keySet().removeAll(listed);
      if (known >= 2 && odd.size() <= known / 2) {
        odd.values().forEach(place -> add(findings, PairRules.UNLISTED, place, List.of()));
      }
    }
  }

  /* Foreign text, private data and a way out, over all tools. */
  private void toxicFlow(Findings findings) {
    List<ToolFacts> tools = shippedTools();
    Map<String, ToolFacts> parts = new TreeMap<>();
    for (ToolFacts tool : tools) {
      for (String part : Promises.parts(tool, does(tool))) {
        parts.putIfAbsent(part, tool);
      }
    }
    if (parts.size() == Promises.PARTS) {
      List<FlowStep> steps = new ArrayList<>();
      parts.forEach((part, tool) -> steps.add(tool.place().step(part + ", " + tool.name())));
      Place place = parts.values().iterator().next().place();
      findings.add(PairRules.TRIFECTA, place, place.text(), "trifecta", steps);
    }
  }

  private ServerProfile profile() {
    Set<String> capabilities = new TreeSet<>();
    Set<String> hosts = new TreeSet<>();
    Set<String> recipients = new TreeSet<>();
    files.stream()
        .filter(FileFacts::shipped)
        .forEach(
            file -> {
              capabilities.addAll(names(file.capabilities()));
              hosts.addAll(file.hosts());
              recipients.addAll(file.recipients());
            });
    List<ToolPin> pins =
        shippedTools().stream()
            .sorted(
                Comparator.comparing(ToolFacts::name)
                    .thenComparing(tool -> tool.place().location().path())
                    .thenComparing(tool -> tool.place().line()))
            .limit(MOST_TOOLS)
            .map(this::pin)
            .toList();
    return new ServerProfile(
        pins,
        List.copyOf(capabilities),
        hosts.stream().limit(MOST_LISTED).toList(),
        recipients.stream().limit(MOST_LISTED).toList());
  }

  private ToolPin pin(ToolFacts tool) {
    String told = tool.description();
    return new ToolPin(
        tool.name(),
        told.length() > LONGEST_DESCRIPTION ? told.substring(0, LONGEST_DESCRIPTION) : told,
        tool.hash(),
        names(does(tool)),
        tool.place().location().path(),
        tool.place().line());
  }

  private List<ToolFacts> shippedTools() {
    return files.stream()
        .filter(FileFacts::shipped)
        .flatMap(file -> file.tools().stream())
        .toList();
  }

  /* Of functions in other files only those count whose name is used once in the server. */
  private Set<Capability> does(ToolFacts tool) {
    Set<Capability> does = EnumSet.noneOf(Capability.class);
    does.addAll(tool.capabilities());
    Set<String> called = new HashSet<>(tool.foreignCalls());
    for (String function : called) {
      List<FileFacts> found = exporters.getOrDefault(last(function), List.of());
      if (found.size() == 1) {
        does.addAll(found.getFirst().exports().getOrDefault(last(function), Set.of()));
      }
    }
    return does;
  }

  private static boolean named(FileFacts file, String function) {
    String path = file.path();
    String base = path.substring(path.lastIndexOf('/') + 1).replaceFirst("\\.\\w+$", "");
    String module = function.substring(0, Math.max(0, function.lastIndexOf('.')));
    String plain = module.replaceFirst("\\.(js|ts|mjs|cjs|tsx|jsx)$", "");
    return plain.equals(base) || plain.endsWith("/" + base) || plain.endsWith("." + base);
  }

  private static String last(String function) {
    return function.substring(function.lastIndexOf('.') + 1);
  }

  /* A profile tells what a server does, not what it may do. */
  private static List<String> names(Set<Capability> capabilities) {
    return capabilities.stream()
        .filter(capability -> capability != Capability.HAND_OVER)
        .map(capability -> capability.name().toLowerCase(Locale.ROOT))
        .sorted()
        .toList();
  }

  private static void add(Findings findings, Rule rule, Place place, List<FlowStep> steps) {
    findings.add(rule, place, place.text(), place.text(), steps);
  }
}
