package dev.sigil.scanner.flow;

import dev.sigil.core.scan.FlowStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a value carries.
 *
 * @param property the member or key of the origin that it is, and below what holds arguments the
 *     argument's name; empty for the whole
 * @param marks see {@link Marks}
 * @param steps the places it has passed; they explain it and are no part of its identity
 */
record Part(Origin origin, String property, int marks, List<FlowStep> steps) {
  private static final int MOST_STEPS = 8;
  private static final Set<String> HOLDS = Set.of("Params", "params", "Arguments", "arguments");

  static Part of(Origin origin) {
    return new Part(origin, "", Marks.DANGER, List.of());
  }

  boolean dangerous() {
    return (marks & Marks.DANGER) != 0;
  }

  boolean has(int mark) {
    return (marks & mark) != 0;
  }

  boolean sameAs(Part other) {
    return origin.equals(other.origin) && property.equals(other.property);
  }

  Part marked(int next) {
    return next == marks ? this : new Part(origin, property, next, steps);
  }

  Part member(String name) {
    if (property.isEmpty()) {
      return new Part(origin, name, marks, steps);
    }
    boolean holds = HOLDS.contains(property.substring(property.lastIndexOf('.') + 1));
    return holds ? new Part(origin, property + "." + name, marks, steps) : this;
  }

  Part passing(FlowStep step) {
    if (steps.size() >= MOST_STEPS || (!steps.isEmpty() && steps.getLast().equals(step))) {
      return this;
    }
    List<FlowStep> longer = new ArrayList<>(steps);
    longer.add(step);
    return new Part(origin, property, marks, List.copyOf(longer));
  }

  /** {@code inner}, to which was done what this part tells. */
  Part after(Part inner) {
    return new Part(
        inner.origin,
        inner.property.isEmpty() ? property : inner.property,
        Marks.through(inner.marks, marks),
        steps.isEmpty() ? inner.steps : joined(inner.steps, steps));
  }

  private static List<FlowStep> joined(List<FlowStep> first, List<FlowStep> then) {
    List<FlowStep> way = new ArrayList<>(first);
    for (FlowStep step : then) {
      if (way.size() < MOST_STEPS && !way.contains(step)) {
        way.add(step);
      }
    }
    return List.copyOf(way);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Part part && sameAs(part) && marks == part.marks;
  }

  @Override
  public int hashCode() {
    return (origin.hashCode() * 31 + property.hashCode()) * 31 + marks;
  }
}
