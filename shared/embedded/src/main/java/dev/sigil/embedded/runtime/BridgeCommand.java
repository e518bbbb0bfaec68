package dev.sigil.embedded.runtime;

import dev.sigil.core.build.BuildPlan;
import java.util.ArrayList;
import java.util.List;

/** The command line of the bridge before a server that speaks stdio. */
record BridgeCommand(RuntimeConfig config) {
  /** What the bridge takes beside its server, heap included. */
  static final int MEMORY_MIB = 160;

  /* The bridge's own advice for a JVM of its own, but for a heap that leaves room in MEMORY_MIB. */
  private static final List<String> JVM_FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:-UsePerfData",
          "-Xshare:auto",
          "-Xss256k",
          "-Xms8m",
          "-Xmx80m",
          "-XX:+ExitOnOutOfMemoryError");

  /* Every session is a process of its own, and the smallest servers people write take this much. */
  private static final int SESSION_MIB = 32;
  private static final int MAX_SESSIONS = 64;

  List<String> of(BuildPlan plan, List<String> server, int port) {
    List<String> line = new ArrayList<>();
    line.add(config.java().toString());
    line.addAll(JVM_FLAGS);
    line.addAll(List.of("-jar", config.bridgeJar().toString()));
    line.addAll(List.of("--port", String.valueOf(port), "--path", plan.path()));
    line.addAll(List.of("--max-sessions", String.valueOf(sessions(plan)), "--spares", "1", "--"));
    line.addAll(server);
    return line;
  }

  private static int sessions(BuildPlan plan) {
    return Math.clamp(plan.tier().memoryMiB() / SESSION_MIB, 1, MAX_SESSIONS);
  }
}
