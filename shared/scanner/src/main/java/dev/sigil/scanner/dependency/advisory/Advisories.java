package dev.sigil.scanner.dependency.advisory;

import dev.sigil.core.scan.KnownAdvisories;
import dev.sigil.scanner.dependency.inventory.Dependency;
import dev.sigil.scanner.dependency.inventory.Ecosystem;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;

/** A collection of advisories of one day. Immutable and thread-safe. */
public interface Advisories {
  /** The name of those that ship. */
  String SHIPPED = "Sigil";

  /**
   * Where the advisories come from.
   *
   * @param name of the collection, for people
   * @param date the day it was made; a report shows it, since what came later is not known
   * @param digest of its content: part of the rule set's identity
   */
  record Provenance(String name, LocalDate date, int advisories, String digest) {
    /** Whether it is only what ships with Sigil. */
    public boolean shipped() {
      return name.equals(SHIPPED);
    }

    /** What a report shows of it. */
    public KnownAdvisories known() {
      return new KnownAdvisories(name, date, advisories);
    }
  }

  /** Everything known about a package, in a stable order; {@code name} is canonical. */
  List<Advisory> about(Ecosystem ecosystem, String name);

  Provenance provenance();

  /**
   * The collection to judge {@code dependencies} by; a remote one is asked here, once for all.
   *
   * @throws dev.sigil.core.TransientException when a remote one does not answer
   */
  default Advisories consulted(Collection<Dependency> dependencies) {
    return this;
  }
}
