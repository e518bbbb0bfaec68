package dev.sigil.builder.detect;

import dev.sigil.core.build.SecretRequirement;
import dev.sigil.core.build.Transport;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a repository's files say about a server, besides how to build it. Texts are empty and the
 * rest null where they say nothing.
 *
 * @param path where an HTTP server answers MCP
 */
public record Declaration(
    String name,
    String version,
    String description,
    @Nullable Transport transport,
    @Nullable String path,
    SortedMap<String, String> environment,
    List<SecretRequirement> secrets) {
  public static final Declaration NONE = of("", "", "");

  public Declaration {
    environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    secrets = List.copyOf(secrets);
  }

  public static Declaration of(String name, String version, String description) {
    return new Declaration(name, version, description, null, null, new TreeMap<>(), List.of());
  }

  public Declaration speaking(Transport spoken, @Nullable String at) {
    return new Declaration(name, version, description, spoken, at, environment, secrets);
  }

  public Declaration with(SortedMap<String, String> variables) {
    return new Declaration(name, version, description, transport, path, variables, secrets);
  }

  /** This, and what {@code other} adds where this says nothing. */
  public Declaration over(Declaration other) {
    SortedMap<String, String> variables = new TreeMap<>(other.environment);
    variables.putAll(environment);
    return new Declaration(
        name.isBlank() ? other.name : name,
        version.isBlank() ? other.version : version,
        description.isBlank() ? other.description : description,
        transport == null ? other.transport : transport,
        path == null ? other.path : path,
        variables,
        secrets.isEmpty() ? other.secrets : secrets);
  }
}
