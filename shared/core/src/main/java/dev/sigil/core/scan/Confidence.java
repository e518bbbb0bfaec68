package dev.sigil.core.scan;

/** How sure a detector is that a finding is what it looks like; ordered. */
public enum Confidence {
  LOW,
  MEDIUM,
  HIGH
}
