package dev.sigil.builder.manifest;

import dev.sigil.core.build.Language;
import dev.sigil.core.build.Scaling;
import dev.sigil.core.build.SecretRequirement;
import dev.sigil.core.build.Tier;
import dev.sigil.core.build.Transport;
import dev.sigil.core.build.Visibility;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an {@code mcp.yaml} says. A null component was not given and is detected; the others have
 * their default.
 *
 * @param runtimeVersion one of {@link Runtimes#versions}; null for the default
 * @param folder relative to the manifest, in normal form
 * @param build replaces every detected step; each a program and its arguments
 * @param start the program and its arguments
 * @param path where an HTTP server answers MCP
 * @param dockerfile relative to the folder, in normal form; only with the container runtime
 */
public record Manifest(
    @Nullable String name,
    @Nullable String version,
    @Nullable String description,
    @Nullable Language runtime,
    @Nullable String runtimeVersion,
    String folder,
    @Nullable List<List<String>> build,
    @Nullable List<String> start,
    @Nullable Transport transport,
    @Nullable String path,
    @Nullable String dockerfile,
    SortedMap<String, String> env,
    List<SecretRequirement> secrets,
    Tier tier,
    Scaling scaling,
    Visibility visibility) {
  public static final String FILE = "mcp.yaml";

  public Manifest {
    build = build == null ? null : build.stream().map(List::copyOf).toList();
    start = start == null ? null : List.copyOf(start);
    env = Collections.unmodifiableSortedMap(new TreeMap<>(env));
    secrets = List.copyOf(secrets);
  }
}
