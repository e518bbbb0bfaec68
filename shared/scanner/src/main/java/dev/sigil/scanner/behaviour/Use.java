package dev.sigil.scanner.behaviour;

import java.util.Set;

/**
 * A call that reaches outside.
 *
 * @param unit the function that makes it
 * @param token the name that is called
 * @param mark what its arguments and its receiver carry
 */
record Use(Set<Capability> capabilities, int unit, int token, Mark mark) {
  boolean does(Capability... any) {
    for (Capability capability : any) {
      if (capabilities.contains(capability)) {
        return true;
      }
    }
    return false;
  }
}
