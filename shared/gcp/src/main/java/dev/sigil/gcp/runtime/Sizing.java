package dev.sigil.gcp.runtime;

import com.google.cloud.run.v2.ExecutionEnvironment;
import com.google.cloud.run.v2.ResourceRequirements;
import dev.sigil.core.build.Scaling;
import dev.sigil.core.build.Tier;

/**
 * What an instance gets, within Cloud Run's rules: less than one vCPU goes with one request at a
 * time and the first execution environment only.
 *
 * @param milliCpu thousandths of a vCPU
 */
record Sizing(int milliCpu, int memoryMiB, int concurrency) {
  private static final int ONE_CPU = 1_000;

  /**
   * A server that takes several requests at once gets a whole vCPU even in the small tier: the
   * requests of one session must reach the instance that holds it, together.
   */
  static Sizing of(Tier tier, Scaling scaling) {
    boolean single = scaling.concurrency() == 1;
    int cpu = single ? tier.milliCpu() : Math.max(ONE_CPU, tier.milliCpu());
    return new Sizing(cpu, tier.memoryMiB(), scaling.concurrency());
  }

  /** CPU only while requests are answered, and more of it while an instance starts. */
  ResourceRequirements resources() {
    return ResourceRequirements.newBuilder()
        .putLimits("cpu", milliCpu % ONE_CPU == 0 ? "" + milliCpu / ONE_CPU : milliCpu + "m")
        .putLimits("memory", memoryMiB + "Mi")
        .setCpuIdle(true)
        .setStartupCpuBoost(true)
        .build();
  }

  ExecutionEnvironment environment() {
    return milliCpu < ONE_CPU
        ? ExecutionEnvironment.EXECUTION_ENVIRONMENT_GEN1
        : ExecutionEnvironment.EXECUTION_ENVIRONMENT_GEN2;
  }
}
