package dev.sigil.builder.image;

import dev.sigil.core.build.BuildPlan;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How much of an instance's memory the language runtime may take for its heap. The rest is for its
 * own needs and, beside a stdio server, for the bridge.
 */
final class Memory {
  static final int BRIDGE_HEAP_MIB = 48;
  private static final int BRIDGE_MIB = 112;

  private Memory() {}

  /** The variables that tell the runtime. */
  static SortedMap<String, String> environment(BuildPlan plan) {
    int total = plan.tier().memoryMiB();
    int available = total - (plan.needsBridge() ? BRIDGE_MIB : 0);
    SortedMap<String, String> environment = new TreeMap<>();
    switch (plan.runtime()) {
      case NODE -> {
        environment.put("NODE_ENV", "production");
        environment.put("NODE_OPTIONS", "--max-old-space-size=" + available * 3 / 4);
      }
      case PYTHON -> {
        environment.put("PYTHONDONTWRITEBYTECODE", "1");
        environment.put("PYTHONUNBUFFERED", "1");
      }
      case JAVA ->
          environment.put(
              "JAVA_TOOL_OPTIONS", "-XX:MaxRAMPercentage=" + available * 70 / total + ".0");
      case GO -> environment.put("GOMEMLIMIT", available * 9 / 10 + "MiB");
      case CONTAINER -> {}
    }
    return environment;
  }
}
