package dev.sigil.scanner.exhaustion;

import dev.sigil.core.json.Json;
import dev.sigil.scanner.detect.Rule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What {@code rules.yaml} says of calls, and the findings they lead to. */
record ExhaustionRules(List<Counted> counted, Started started, Unpacked unpacked, Matched matched) {
  private static final String BOUND =
      "Refuse numbers above what the tool needs, in its schema and before they are used.";
  private static final Map<String, Rule> FINDINGS =
      Map.of(
          "loop",
          Rule.info(
              "exhaustion/loop", "A loop runs as often as a caller or a huge number says.", BOUND),
          "wait",
          Rule.info("exhaustion/wait", "A call waits for as long as a caller says.", BOUND),
          "allocation",
          Rule.info(
              "exhaustion/allocation", "Memory is taken in the amount that a caller says.", BOUND),
          "recursion",
          Rule.info(
              "exhaustion/recursion",
              "A function calls itself without a condition, or deeper than a stack is.",
              "Use a loop, and bound its depth."),
          "started",
          Rule.info(
              "exhaustion/started",
              "A loop starts threads, processes or connections without a bound.",
              "Take them from a pool of fixed size."),
          "unpacked",
          Rule.info(
              "exhaustion/unpacked",
              "An archive is unpacked whatever it grows to.",
              "Count the bytes while unpacking and stop at a bound."),
          "pattern",
          Rule.info(
              "exhaustion/pattern",
              "A pattern that a caller gives, or that repeats a repetition, can take years to match.",
              "Use an engine in linear time, or patterns of your own without nested repetition."),
          "endless",
          Rule.info(
              "exhaustion/endless",
              "A loop has no end and waits for nothing.",
              "Give the loop a condition that becomes true."));

  /** Calls whose number is a cost. */
  record Counted(String rule, List<String> calls, int argument, long most) {}

  /** Calls that leave something behind. */
  record Started(List<String> calls, long most) {}

  /** Calls that give more than they take. */
  record Unpacked(List<String> calls, String bound) {
    Pattern pattern() {
      return Pattern.compile(bound);
    }
  }

  /** Calls that run a pattern. */
  record Matched(List<String> calls, String nested) {
    Pattern pattern() {
      return Pattern.compile(nested);
    }
  }

  static ExhaustionRules standard() {
    return of(text());
  }

  /** The pack as it is written, which is part of what a report's rules are. */
  static String text() {
    try (InputStream in =
        Objects.requireNonNull(ExhaustionRules.class.getResourceAsStream("rules.yaml"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ExhaustionRules of(String yaml) {
    Object document = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    return Json.convert(Json.tree(document), ExhaustionRules.class);
  }

  static Rule finding(String name) {
    return Objects.requireNonNull(FINDINGS.get(name));
  }

  Optional<Counted> counted(String callee) {
    return counted.stream().filter(spec -> isOne(spec.calls(), callee)).findFirst();
  }

  /** What a file must hold before it is worth reading. */
  List<String> literals() {
    List<String> names = new ArrayList<>(started.calls());
    counted.forEach(spec -> names.addAll(spec.calls()));
    names.addAll(unpacked.calls());
    names.addAll(matched.calls());
    List<String> literals = new ArrayList<>(List.of("while", "for (", "for(", "return "));
    names.forEach(name -> literals.add(name.substring(name.lastIndexOf('.') + 1) + "("));
    return List.copyOf(literals);
  }

  static boolean isOne(List<String> calls, String callee) {
    String method = "*" + callee.substring(Math.max(0, callee.lastIndexOf('.')));
    return calls.contains(callee) || (callee.contains(".") && calls.contains(method));
  }
}
