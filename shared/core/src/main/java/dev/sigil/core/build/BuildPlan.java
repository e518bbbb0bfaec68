package dev.sigil.core.build;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a source tree becomes a running MCP server: pure data, the same for a container image and for
 * local processes. Equal trees give equal plans.
 *
 * @param name the server's name in its workspace: lower-case letters, digits and hyphens
 * @param version semantic version of what is built
 * @param runtimeVersion major version of the language runtime, such as {@code 22}; empty for the
 *     platform's default
 * @param folder the part of the repository that is built; the empty string for its root
 * @param steps run in order, in {@code folder}, before the server starts
 * @param start the program and its arguments, run in {@code folder} without a shell
 * @param path where an HTTP server answers MCP; {@code /mcp} unless it says otherwise. Its port is
 *     told to it in {@code PORT}
 * @param dockerfile path of the repository's own Dockerfile, only with {@link Language#CONTAINER}
 * @param environment plain variables; never secrets
 * @param detectedBy the file that decided, such as {@code mcp.yaml} or {@code package.json}
 * @param notes what was assumed, for people
 */
public record BuildPlan(
    String name,
    String version,
    String description,
    Language runtime,
    String runtimeVersion,
    String folder,
    List<BuildStep> steps,
    List<String> start,
    Transport transport,
    String path,
    @Nullable String dockerfile,
    SortedMap<String, String> environment,
    List<SecretRequirement> secrets,
    Tier tier,
    Scaling scaling,
    Visibility visibility,
    String detectedBy,
    List<String> notes) {
  public BuildPlan {
    steps = List.copyOf(steps);
    start = List.copyOf(start);
    environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    secrets = List.copyOf(secrets);
    notes = List.copyOf(notes);
    if (start.isEmpty() && runtime != Language.CONTAINER) {
      throw new IllegalArgumentException("a plan needs a start command");
    }
    if ((dockerfile != null) != (runtime == Language.CONTAINER)) {
      throw new IllegalArgumentException("a Dockerfile goes with the container runtime, only");
    }
  }

  /**
   * The plan of a preview: one instance that sleeps when nobody calls.
   *
   * @param secretless whether it sees no secret, so that none is required
   */
  public BuildPlan asPreview(boolean secretless) {
    List<SecretRequirement> optional =
        secrets.stream()
            .map(secret -> new SecretRequirement(secret.name(), secret.description(), false))
            .toList();
    return new BuildPlan(
        name,
        version,
        description,
        runtime,
        runtimeVersion,
        folder,
        steps,
        start,
        transport,
        path,
        dockerfile,
        environment,
        secretless ? optional : secrets,
        tier,
        scaling.single(),
        visibility,
        detectedBy,
        notes);
  }

  @JsonIgnore
  public boolean needsBridge() {
    return transport == Transport.STDIO;
  }
}
