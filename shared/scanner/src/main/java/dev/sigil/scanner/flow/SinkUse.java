package dev.sigil.scanner.flow;

import dev.sigil.scanner.detect.Place;
import dev.sigil.scanner.taint.TaintClass;

/**
 * What a call that must not be controlled is given.
 *
 * @param required marks that a part must have to count
 * @param refused marks of which a part must have none
 */
record SinkUse(TaintClass kind, int required, int refused, Value value, Place place) {
  boolean concerns(Part part) {
    return part.has(kind.bit())
        && (part.marks() & required) == required
        && (part.marks() & refused) == 0;
  }

  /** Whether it only counts as a whole or as the program that is started. */
  boolean wholeOrProgram() {
    return refused != 0 || (required & Marks.PROGRAM) != 0;
  }
}
