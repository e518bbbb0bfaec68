package dev.sigil.scanner.dependency.advisory;

import dev.sigil.scanner.dependency.inventory.Dependency;
import dev.sigil.scanner.dependency.inventory.Ecosystem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Two collections as one. What both know under one of its names is told once, as {@code first}
 * tells it.
 */
public record AdvisoriesUnion(Advisories first, Advisories second) implements Advisories {
  @Override
  public List<Advisory> about(Ecosystem ecosystem, String name) {
    List<Advisory> all = new ArrayList<>(first.about(ecosystem, name));
    Set<String> told = new HashSet<>();
    all.forEach(each -> told.addAll(names(each)));
    second.about(ecosystem, name).stream()
        .filter(each -> names(each).stream().noneMatch(told::contains))
        .forEach(all::add);
    return List.copyOf(all);
  }

  /** The first one's name and day, and what both hold. */
  @Override
  public Provenance provenance() {
    Provenance one = first.provenance();
    Provenance other = second.provenance();
    return new Provenance(
        one.name() + ", " + other.name(),
        one.date(),
        one.advisories() + other.advisories(),
        one.digest() + other.digest());
  }

  @Override
  public Advisories consulted(Collection<Dependency> dependencies) {
    return new AdvisoriesUnion(first.consulted(dependencies), second.consulted(dependencies));
  }

  private static List<String> names(Advisory advisory) {
    List<String> names = new ArrayList<>(advisory.aliases());
    names.add(advisory.id());
    return names;
  }
}
