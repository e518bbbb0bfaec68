package dev.sigil.builder;

import dev.sigil.builder.detect.Declaration;
import dev.sigil.builder.detect.Folder;
import dev.sigil.builder.detect.Recipe;
import dev.sigil.builder.detect.TransportEvidence;
import dev.sigil.builder.manifest.Manifest;
import dev.sigil.core.build.BuildPlan;
import dev.sigil.core.build.BuildStep;
import dev.sigil.core.build.Scaling;
import dev.sigil.core.build.SecretRequirement;
import dev.sigil.core.build.Tier;
import dev.sigil.core.build.Transport;
import dev.sigil.core.build.Visibility;
import dev.sigil.core.deploy.ServerName;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.semver4j.Semver;

/** Puts a plan together: the manifest's word first, then what was detected. */
final class Assembly {
  private static final String DEFAULT_PATH = "/mcp";
  private static final String DEFAULT_VERSION = "0.0.0";
  private static final int MAX_DESCRIPTION = 500;

  private Assembly() {}

  /** {@code reasons} say why detectors that come first did not match. */
  static BuildPlan of(
      Folder folder, Recipe recipe, Optional<Manifest> manifest, List<String> reasons) {
    List<String> notes = new ArrayList<>(recipe.notes());
    reasons.forEach(reason -> notes.add("Passed over: " + reason + "."));
    Declaration declared = recipe.declared();
    Transport transport =
        manifest
            .map(Manifest::transport)
            .or(() -> Optional.ofNullable(declared.transport()))
            .orElseGet(() -> transport(folder, recipe, notes));
    SortedMap<String, String> environment = new TreeMap<>(declared.environment());
    manifest.ifPresent(said -> environment.putAll(said.env()));
    return new BuildPlan(
        name(folder, declared, manifest),
        manifest.map(Manifest::version).orElseGet(() -> version(recipe, notes)),
        manifest.map(Manifest::description).orElseGet(() -> description(declared)),
        recipe.runtime(),
        recipe.runtimeVersion(),
        folder.path(),
        manifest.map(Manifest::build).map(Assembly::steps).orElse(recipe.steps()),
        recipe.start(),
        transport,
        manifest
            .map(Manifest::path)
            .orElse(Objects.requireNonNullElse(declared.path(), DEFAULT_PATH)),
        recipe.dockerfile(),
        environment,
        secrets(declared, manifest),
        manifest.map(Manifest::tier).orElse(Tier.SMALL),
        manifest.map(Manifest::scaling).orElse(Scaling.DEFAULT),
        manifest.map(Manifest::visibility).orElse(Visibility.PUBLIC),
        manifest.isPresent() ? Manifest.FILE : recipe.detectedBy(),
        notes);
  }

  private static List<SecretRequirement> secrets(
      Declaration declared, Optional<Manifest> manifest) {
    return manifest
        .map(Manifest::secrets)
        .filter(secrets -> !secrets.isEmpty())
        .orElse(declared.secrets());
  }

  private static List<BuildStep> steps(List<List<String>> commands) {
    return IntStream.range(0, commands.size())
        .mapToObj(i -> new BuildStep("Build step " + (i + 1), commands.get(i), List.of()))
        .toList();
  }

  private static String name(Folder folder, Declaration declared, Optional<Manifest> manifest) {
    String own = declared.name();
    String last = folder.path().substring(folder.path().lastIndexOf('/') + 1);
    String detected = own.isBlank() ? last : own.substring(own.lastIndexOf('/') + 1);
    return ServerName.from(manifest.map(Manifest::name).orElse(detected)).value();
  }

  private static String version(Recipe recipe, List<String> notes) {
    String own = recipe.declared().version();
    if (own.isBlank() || own.length() > 100) {
      return DEFAULT_VERSION;
    }
    Semver version = Semver.isValid(own) ? new Semver(own) : Semver.coerce(own);
    if (version == null) {
      notes.add("The version in " + recipe.detectedBy() + " is not a semantic version.");
    }
    return Objects.toString(version, DEFAULT_VERSION);
  }

  private static String description(Declaration declared) {
    String line = declared.description().replaceAll("\\p{Cntrl}+", " ").strip();
    return line.substring(0, Math.min(line.length(), MAX_DESCRIPTION));
  }

  private static Transport transport(Folder folder, Recipe recipe, List<String> notes) {
    TransportEvidence.Verdict verdict = TransportEvidence.weigh(recipe.start(), folder);
    notes.add(verdict.note());
    return verdict.transport();
  }
}
