package dev.sigil.scanner.taint;

import dev.sigil.core.scan.Confidence;
import dev.sigil.core.scan.FlowStep;
import dev.sigil.core.scan.Severity;
import dev.sigil.scanner.detect.Findings;
import dev.sigil.scanner.detect.Location;
import dev.sigil.scanner.detect.Place;
import dev.sigil.scanner.detect.Rule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Follows what callers control from file to file: what one file hands to a function of another, and
 * that one to the next, until it reaches a call that it must not reach. Bounded in work.
 */
public final class TaintReview {
  private static final int MOST_STATES = 20_000;
  private static final int LONGEST_WAY = 8;

  private static final Rule HEADER =
      Rule.warn(
              "taint/ssrf",
              Severity.MEDIUM,
              "A caller names the server to talk to in a header, and no file that reads it judges"
                  + " the address.",
              "Allow known hosts only, and refuse private and link-local addresses after resolution.")
          .with(Confidence.MEDIUM);

  private static final Rule INCOMPLETE =
      Rule.warn(
          "scan/not-followed",
          Severity.LOW,
          "These programs call each other too often to follow everywhere what callers control.",
          "Commit the sources instead of bundles, or split what is not one server.");

  private final List<TaintFacts> files;
  private final Definitions definitions;
  private final Map<Slot, List<Link>> links = new HashMap<>();
  private final Map<Slot, List<End>> sinks = new HashMap<>();
  private final Map<State, Taint> known = new LinkedHashMap<>();
  private final Map<State, List<FlowStep>> ways = new HashMap<>();
  private final Deque<State> open = new ArrayDeque<>();

  /** A parameter of a function of a file, or a member of it. */
  private record Slot(String file, Param param) {
    Slot whole() {
      return new Slot(file, param.whole());
    }
  }

  /** What has arrived where; text with a part in it and the part itself are told apart. */
  private record State(Slot slot, boolean composed) {}

  /** What a parameter is handed on to. */
  private record Link(Param from, Slot to, Taint taint, FlowStep step) {}

  /** A sink that a parameter reaches. */
  private record End(Param from, TaintFacts.Sink sink) {}

  private TaintReview(Findings findings) {
    this.files = findings.observed(TaintFacts.class);
    this.definitions = new Definitions(files);
  }

  /** Reports what reaches a sink over several files, and the sinks whose callers nobody knows. */
  public static void review(Findings findings) {
    TaintReview review = new TaintReview(findings);
    review.connect();
    review.spread();
    review.report(findings);
    if (review.definitions.isExhausted() || review.known.size() >= MOST_STATES) {
      findings.add(INCOMPLETE, Location.of("", ""), 0, "", "");
    }
    headers(findings);
  }

  /* A header that one file judges is not reported where others read it as well. */
  private static void headers(Findings findings) {
    List<AddressHeaders.Read> reads = findings.observed(AddressHeaders.Read.class);
    Set<String> judged =
        reads.stream()
            .filter(AddressHeaders.Read::judged)
            .map(AddressHeaders.Read::name)
            .collect(Collectors.toSet());
    for (AddressHeaders.Read read : reads) {
      if (!judged.contains(read.name())) {
        Place place = read.place();
        findings.add(HEADER, place, place.text(), place.text(), read.steps());
      }
    }
  }

  private void connect() {
    for (TaintFacts file : files) {
      for (TaintFacts.Sink sink : file.sinks()) {
        for (Param param : sink.taint().params().keySet()) {
          sinks
              .computeIfAbsent(new Slot(file.path(), param.whole()), key -> new ArrayList<>())
              .add(new End(param, sink));
        }
      }
      for (TaintFacts.Pass pass : file.passes()) {
        definitions
            .of(file, pass)
            .forEach(target -> link(file, pass, target.file(), target.function()));
      }
    }
  }

  private void link(TaintFacts file, TaintFacts.Pass pass, TaintFacts target, String function) {
    OptionalInt position = target.position(function, pass);
    if (position.isEmpty()) {
      return;
    }
    Slot to = new Slot(target.path(), new Param(function, position.getAsInt(), pass.what().part()));
    Taint taint = pass.what().taint();
    boolean ships = file.shipped() || !target.shipped();
    if (taint.proven() && !target.path().equals(file.path()) && ships) {
      reach(to, taint, List.of(pass.step()));
    }
    for (Param param : taint.params().keySet()) {
      links
          .computeIfAbsent(new Slot(file.path(), param.whole()), key -> new ArrayList<>())
          .add(new Link(param, to, taint.of(param), pass.step()));
    }
  }

  private void reach(Slot slot, Taint taint, List<FlowStep> way) {
    State state = new State(slot, taint.composed());
    Taint before = known.getOrDefault(state, Taint.NONE);
    Taint after = before.or(taint);
    if (known.size() < MOST_STATES && !after.equals(before)) {
      known.put(state, after);
      ways.putIfAbsent(state, way);
      open.add(state);
    }
  }

  private void spread() {
    while (!open.isEmpty()) {
      State state = open.remove();
      Taint taint = known.getOrDefault(state, Taint.NONE);
      List<FlowStep> way = ways.getOrDefault(state, List.of());
      for (Link link : links.getOrDefault(state.slot().whole(), List.of())) {
        Taint passed = through(taint, link.taint());
        if (link.from().meets(state.slot().param()) && passed.any() && way.size() < LONGEST_WAY) {
          List<FlowStep> longer = new ArrayList<>(way);
          longer.add(link.step());
          reach(link.to(), passed, longer);
        }
      }
    }
  }

  /* What of a value is left behind a piece of code that does to it what it did to a parameter. */
  private static Taint through(Taint value, Taint done) {
    int left = (value.classes() & done.classes() & Taint.ALL) | flags(value, done);
    Taint after =
        new Taint(
            left,
            true,
            value.composed() || done.composed(),
            value.source(),
            value.params(),
            value.trail());
    return after.any() ? after : Taint.NONE;
  }

  private static int flags(Taint value, Taint done) {
    return (value.classes() | done.classes()) & ~Taint.ALL;
  }

  private void report(Findings findings) {
    IdentityHashMap<TaintFacts.Sink, Taint> worst = new IdentityHashMap<>();
    IdentityHashMap<TaintFacts.Sink, List<FlowStep>> steps = new IdentityHashMap<>();
    known.forEach(
        (state, taint) -> {
          for (End end : sinks.getOrDefault(state.slot().whole(), List.of())) {
            TaintFacts.Sink sink = end.sink();
            Taint passed = through(taint, sink.taint().of(end.from()));
            boolean worse = passed.composed() || !worst.containsKey(sink);
            if (end.from().meets(state.slot().param()) && sink.rule().holds(passed) && worse) {
              worst.put(sink, passed);
              List<FlowStep> all = new ArrayList<>(ways.getOrDefault(state, List.of()));
              all.addAll(sink.steps());
              steps.put(sink, all);
            }
          }
        });
    for (TaintFacts file : files) {
      for (TaintFacts.Sink sink : file.sinks()) {
        Taint taint = worst.get(sink);
        if (taint != null) {
          List<FlowStep> way = steps.getOrDefault(sink, List.of());
          long files = way.stream().map(FlowStep::path).distinct().count();
          add(findings, sink, sink.rule().kind().distant(taint, files), way);
        } else if (sink.reported()) {
          add(findings, sink, sink.rule().kind().rule(sink.taint()), sink.steps());
        }
      }
    }
  }

  private static void add(
      Findings findings, TaintFacts.Sink sink, Rule rule, List<FlowStep> steps) {
    findings.add(rule, sink.place(), sink.place().text(), sink.place().text(), steps);
  }
}
