package dev.sigil.scanner.behaviour;

import dev.sigil.scanner.detect.Place;
import java.util.List;
import java.util.Set;

/**
 * A tool with what its handler does.
 *
 * @param hash of all that the declaration says
 * @param capabilities of its handler and of all in the same file that it calls
 * @param foreignCalls functions of other files that it calls, with aliases resolved
 * @param mailed places of fixed addresses that it sends mail to
 * @param untold places where it sends something to a fixed host and does not look at the answer
 */
record ToolFacts(
    String name,
    String description,
    boolean readOnly,
    String hash,
    Set<Capability> capabilities,
    Set<String> foreignCalls,
    List<Place> mailed,
    List<Place> untold,
    Place place) {
  ToolFacts {
    capabilities = Set.copyOf(capabilities);
    foreignCalls = Set.copyOf(foreignCalls);
    mailed = List.copyOf(mailed);
    untold = List.copyOf(untold);
  }
}
