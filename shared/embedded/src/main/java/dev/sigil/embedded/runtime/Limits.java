package dev.sigil.embedded.runtime;

import dev.sigil.core.build.BuildPlan;

/**
 * What one instance may use.
 *
 * @param memoryMiB of all its processes together; without control groups, of each of them
 * @param processes and threads
 * @param openFiles of each process
 * @param fileMiB the largest file
 * @param scratchMiB what it may write beside its own program, and again under {@code /tmp} and its
 *     home; counted as memory
 */
record Limits(int memoryMiB, int processes, int openFiles, int fileMiB, int scratchMiB) {
  static Limits of(BuildPlan plan) {
    int memory = plan.tier().memoryMiB() + (plan.needsBridge() ? BridgeCommand.MEMORY_MIB : 0);
    return new Limits(memory, 512, 4_096, 1_024, plan.tier().memoryMiB() / 2);
  }
}
