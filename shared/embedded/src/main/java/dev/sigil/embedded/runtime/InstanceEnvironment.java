package dev.sigil.embedded.runtime;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.deploy.ServerRuntime.ServerSpec;
import dev.sigil.core.secret.SecretName;
import dev.sigil.embedded.build.LocalArtifact;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The variables that an instance starts with; nothing of the platform's own environment. */
final class InstanceEnvironment {
  /** The directory whose files outlive the instance. */
  static final String DATA_VARIABLE = "SIGIL_DATA_DIR";

  private static final List<String> SYSTEM_PATH =
      List.of("/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin");

  /* The kernel's bound on one string, and a part of its bound on all. */
  private static final int MAX_VARIABLE = 128 * 1024 - 1;
  private static final int MAX_TOTAL = 1024 * 1024;

  private InstanceEnvironment() {}

  /**
   * @param home the server's home, as it sees it
   * @throws SigilException {@code SECRET_MISSING}, or {@code START_FAILED} when it is too large
   */
  static SortedMap<String, String> of(
      ServerSpec spec,
      LocalArtifact artifact,
      Map<SecretName, String> secrets,
      String home,
      String temporary,
      String data,
      int port) {
    spec.requireSecrets(secrets.keySet());
    SortedMap<String, String> environment = new TreeMap<>();
    environment.put("LANG", "C.UTF-8");
    environment.put("HOST", "127.0.0.1");
    boundHeap(environment, spec);
    environment.putAll(spec.plan().environment());
    environment.putAll(artifact.environment());
    secrets.forEach((name, value) -> environment.put(name.value(), value));
    environment.put("PATH", path(artifact));
    environment.put("HOME", home);
    environment.put("TMPDIR", temporary);
    environment.put("PORT", String.valueOf(port));
    environment.put(DATA_VARIABLE, data);
    requireBounded(environment);
    return environment;
  }

  /* Inside a sandbox these runtimes see the machine's memory, not what they may use of it. */
  private static void boundHeap(Map<String, String> environment, ServerSpec spec) {
    int memory = spec.plan().tier().memoryMiB();
    switch (spec.plan().runtime()) {
      case JAVA -> environment.put("JAVA_TOOL_OPTIONS", "-XX:MaxRAM=" + memory + "m");
      case NODE -> environment.put("NODE_OPTIONS", "--max-old-space-size=" + memory * 3 / 4);
      case GO -> environment.put("GOMEMLIMIT", memory * 9 / 10 + "MiB");
      case PYTHON, CONTAINER -> {}
    }
  }

  private static String path(LocalArtifact artifact) {
    return String.join(
        ":", Stream.concat(artifact.path().stream(), SYSTEM_PATH.stream()).distinct().toList());
  }

  private static void requireBounded(Map<String, String> environment) {
    int total = 0;
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      String text = variable.getKey() + "=" + variable.getValue();
      int size = text.getBytes(StandardCharsets.UTF_8).length;
      total += size + 1;
      if (size > MAX_VARIABLE || text.indexOf('\0') >= 0) {
        throw new SigilException(
            ErrorCode.START_FAILED,
            "The variable "
                + variable.getKey()
                + " exceeds 128 KiB or holds a zero byte; no process can take it.");
      }
    }
    if (total > MAX_TOTAL) {
      throw new SigilException(
          ErrorCode.START_FAILED, "The server's variables exceed 1 MiB; no process can take them.");
    }
  }
}
