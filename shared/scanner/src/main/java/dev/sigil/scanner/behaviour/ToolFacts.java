package dev.sigil.scanner.behaviour;

import dev.sigil.scanner.detect.Place;
import dev.sigil.scanner.detect.Rule;
import java.util.List;
import java.util.Set;

/**
 * A tool with what its handler does.
 *
 * @param hash of all that the declaration says
 * @param capabilities of its handler and of all in the same file that it calls
 * @param foreignCalls functions of other files that it calls, with aliases resolved
 * @param sent what only a description that tells of it makes right
 */
record ToolFacts(
    String name,
    String description,
    boolean readOnly,
    String hash,
    Set<Capability> capabilities,
    Set<String> foreignCalls,
    List<Sent> sent,
    Place place) {
  ToolFacts {
    capabilities = Set.copyOf(capabilities);
    foreignCalls = Set.copyOf(foreignCalls);
    sent = List.copyOf(sent);
  }

  /** Something that leaves for a fixed host or address. */
  record Sent(Rule rule, Place place) {}
}
