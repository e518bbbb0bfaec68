package dev.sigil.core.build;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The size of an instance. CPU is in thousandths of a vCPU, memory in MiB. */
public enum Tier {
  @JsonProperty("small")
  SMALL(250, 512),
  @JsonProperty("medium")
  MEDIUM(1_000, 1_024),
  @JsonProperty("large")
  LARGE(2_000, 4_096);

  private final int milliCpu;
  private final int memoryMiB;

  Tier(int milliCpu, int memoryMiB) {
    this.milliCpu = milliCpu;
    this.memoryMiB = memoryMiB;
  }

  public int milliCpu() {
    return milliCpu;
  }

  public int memoryMiB() {
    return memoryMiB;
  }
}
