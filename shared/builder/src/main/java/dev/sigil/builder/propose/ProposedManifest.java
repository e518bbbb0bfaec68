package dev.sigil.builder.propose;

import dev.sigil.builder.Planner;
import dev.sigil.builder.detect.Folder;
import dev.sigil.builder.detect.declared.SmitheryMigration;
import dev.sigil.builder.manifest.ManifestReader;
import dev.sigil.core.build.BuildPlan;
import dev.sigil.core.build.Language;
import dev.sigil.core.build.SecretRequirement;
import dev.sigil.core.build.Transport;
import dev.sigil.core.json.Json;
import dev.sigil.core.source.SourceTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An mcp.yaml that says what is detected, so that it stays so whatever else changes.
 *
 * @param notes what people should look at, full sentences
 */
public record ProposedManifest(String yaml, List<String> notes) {
  /**
   * The manifest for the server in {@code folder}, which has none.
   *
   * @throws dev.sigil.core.SigilException as {@link Planner#plan}
   */
  public static ProposedManifest of(Planner planner, SourceTree tree, String folder) {
    BuildPlan plan = planner.plan(tree, folder);
    Optional<SmitheryMigration> smithery =
        new Folder(tree, plan.folder())
            .bytes(SmitheryMigration.FILE, Folder.MAX_BYTES)
            .map(SmitheryMigration::read);
    List<String> notes = new ArrayList<>(plan.notes());
    smithery.ifPresent(found -> notes.addAll(found.notes()));
    NavigableMap<String, String> environment = new TreeMap<>(plan.environment());
    smithery.ifPresent(found -> found.environment().forEach(environment::putIfAbsent));
    plan.secrets().forEach(secret -> environment.remove(secret.name().value()));
    return new ProposedManifest(yaml(plan, folder, environment), List.copyOf(notes));
  }

  private static String yaml(
      BuildPlan plan, String folder, NavigableMap<String, String> environment) {
    StringBuilder yaml = new StringBuilder("# How Sigil builds and runs this MCP server.\n");
    field(yaml, "name", plan.name());
    if (!plan.description().isBlank()) {
      field(yaml, "description", plan.description());
    }
    String version = plan.runtimeVersion().isEmpty() ? "" : "@" + plan.runtimeVersion();
    String language = plan.runtime().name().toLowerCase(Locale.ROOT) + version;
    field(yaml, "runtime", language);
    if (!plan.folder().equals(folder)) {
      field(yaml, "folder", below(folder, plan.folder()));
    }
    if (plan.dockerfile() != null) {
      field(yaml, "dockerfile", below(plan.folder(), plan.dockerfile()));
    } else if (plan.runtime() != Language.JAVA) {
      /* Where a Java program lies follows from its build, which a given start would change. */
      yaml.append("start: ").append(Json.write(plan.start())).append('\n');
    }
    field(yaml, "transport", plan.transport() == Transport.HTTP ? "http" : "stdio");
    if (plan.transport() == Transport.HTTP) {
      field(yaml, "path", plan.path());
    }
    if (!environment.isEmpty()) {
      yaml.append("env:\n");
      for (Map.Entry<String, String> variable : environment.entrySet()) {
        yaml.append("  ");
        field(yaml, variable.getKey(), variable.getValue());
      }
    }
    secrets(yaml, plan.secrets());
    return yaml.toString();
  }

  private static void secrets(StringBuilder yaml, List<SecretRequirement> secrets) {
    if (secrets.isEmpty()) {
      return;
    }
    yaml.append("secrets:\n");
    for (SecretRequirement secret : secrets) {
      yaml.append("  - name: ").append(secret.name().value()).append('\n');
      if (!secret.description().isBlank()) {
        yaml.append("    ");
        field(yaml, "description", secret.description());
      }
      yaml.append("    required: ").append(secret.required()).append('\n');
    }
  }

  /* A JSON string is a YAML string, whatever it holds. */
  private static void field(StringBuilder yaml, String name, String value) {
    boolean plain =
        value.matches("[a-z][a-z0-9/-]{0,60}(@[0-9.]+)?")
            && !value.matches("y|n|yes|no|on|off|true|false|null");
    yaml.append(name).append(": ").append(plain ? value : Json.write(value)).append('\n');
  }

  private static String below(String folder, String path) {
    return folder.isEmpty() || !path.startsWith(folder + "/")
        ? path
        : path.substring(folder.length() + 1);
  }

  /** Whether the manifest is one. */
  public boolean valid() {
    return ManifestReader.problems("mcp.yaml", yaml.getBytes(StandardCharsets.UTF_8)).isEmpty();
  }
}
