package dev.sigil.scanner.flow;

import dev.sigil.core.scan.FlowStep;
import dev.sigil.scanner.detect.Findings;
import dev.sigil.scanner.detect.Place;
import dev.sigil.scanner.detect.Rule;
import dev.sigil.scanner.taint.TaintClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reports what callers of a server in Go or Java control and should not, over all its files. */
public final class FlowReview {
  private final ServerFlows flows;
  private final Map<String, Boolean> numeric;
  private final Findings findings;
  private final Set<Unit> runners = new HashSet<>();

  private FlowReview(ServerFlows flows, Findings findings) {
    this.flows = flows;
    this.numeric = flows.numeric();
    this.findings = findings;
  }

  /** Adds a finding for each sink that is reached. */
  public static void review(Findings findings) {
    List<FileFlows> files = findings.observed(FileFlows.class);
    if (files.stream().allMatch(file -> file.sinks().isEmpty())) {
      return;
    }
    ServerFlows flows = new ServerFlows(files);
    flows.solve();
    FlowReview review = new FlowReview(flows, findings);
    files.forEach(file -> file.sinks().forEach(review::noteRunner));
    files.forEach(file -> file.sinks().forEach(review::judge));
  }

  /* Callers of a tool that runs any statement gain nothing by an injection into another of its. */
  private void noteRunner(SinkUse use) {
    if (use.kind() != TaintClass.SQL) {
      return;
    }
    flows.controlled(use.value()).stream()
        .filter(part -> use.concerns(part) && !part.has(Marks.COMPOSED))
        .forEach(part -> outside(part).ifPresent(runners::add));
  }

  private static Optional<Unit> outside(Part part) {
    return part.origin() instanceof Origin.Outside outside
        ? Optional.of(outside.unit())
        : Optional.empty();
  }

  private void judge(SinkUse use) {
    Optional<Part> proven =
        flows.controlled(use.value()).stream()
            .filter(part -> use.concerns(part) && !isNumber(part))
            .max(Comparator.comparing(part -> part.has(Marks.COMPOSED)));
    Optional<Part> found = proven.or(() -> unproven(use));
    found.ifPresent(part -> report(use, part, proven.isPresent()));
  }

  /* A parameter of a function that nothing here calls, where no such function should take one. */
  private Optional<Part> unproven(SinkUse use) {
    boolean certain = use.kind().countsUnproven() && !use.wholeOrProgram();
    return flows.expand(use.value()).parts().stream()
        .filter(part -> certain && use.concerns(part) && !isNumber(part))
        .filter(FlowReview::wouldMatter)
        .filter(part -> !flows.isCalled(((Origin.Parameter) part.origin()).unit()))
        .findFirst();
  }

  private static boolean wouldMatter(Part part) {
    return part.origin() instanceof Origin.Parameter parameter
        && parameter.position() >= 0
        && !parameter.unit().name().isEmpty()
        && part.has(Marks.COMPOSED);
  }

  private boolean isNumber(Part part) {
    return !part.property().isEmpty() && numeric.getOrDefault(part.property(), false);
  }

  private void report(SinkUse use, Part part, boolean proven) {
    String source = part.property().isEmpty() ? name(part.origin()) : part.property();
    boolean granted =
        use.kind() == TaintClass.SQL && outside(part).filter(runners::contains).isPresent();
    Rule rule = use.kind().rule(source, proven, part.has(Marks.COMPOSED) && !granted);
    Place place = use.place();
    List<FlowStep> steps = new ArrayList<>(part.steps());
    steps.removeIf(
        step -> step.line() == place.line() && step.path().equals(place.location().path()));
    steps.add(new FlowStep(place.location().path(), place.line(), place.text()));
    findings.add(rule, place, place.text(), place.text(), steps);
  }

  private static String name(Origin origin) {
    return switch (origin) {
      case Origin.Outside outside -> outside.name();
      case Origin.Parameter parameter -> parameter.unit().name(parameter.position());
      case Origin.Result result -> result.call().name();
      case Origin.Field field -> field.name();
    };
  }
}
