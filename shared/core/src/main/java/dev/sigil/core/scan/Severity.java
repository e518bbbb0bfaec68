package dev.sigil.core.scan;

/** How much a finding hurts if it is what it looks like; ordered from harmless to worst. */
public enum Severity {
  INFO,
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL
}
