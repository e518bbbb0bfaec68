package dev.sigil.core.scan;

/** What a scan decides; ordered, so that the worst finding decides. */
public enum Verdict {
  PASS,
  WARN,
  BLOCK
}
