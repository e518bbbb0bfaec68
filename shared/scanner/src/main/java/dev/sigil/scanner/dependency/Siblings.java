package dev.sigil.scanner.dependency;

import dev.sigil.scanner.dependency.advisory.VersionRange;
import dev.sigil.scanner.dependency.format.DependencyFormat;
import dev.sigil.scanner.dependency.format.DependencyFormats;
import dev.sigil.scanner.dependency.format.UnreadableException;
import dev.sigil.scanner.dependency.inventory.Dependency;
import dev.sigil.scanner.detect.ScannedFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The manifest beside a lockfile: what the repository itself asks for. */
final class Siblings {
  private static final Map<String, String> MANIFESTS =
      Map.of(
          "package-lock.json", "package.json",
          "npm-shrinkwrap.json", "package.json",
          "pnpm-lock.yaml", "package.json",
          "yarn.lock", "package.json",
          "uv.lock", "pyproject.toml",
          "poetry.lock", "pyproject.toml",
          "pdm.lock", "pyproject.toml",
          "Pipfile.lock", "Pipfile",
          "Cargo.lock", "Cargo.toml");
  private static final Pattern OVERRIDES =
      Pattern.compile("\"(overrides|resolutions|pnpm)\"\\s*:|override-dependencies|\\[patch");

  private final Map<String, Dependency> asked;
  private final boolean overridden;

  private Siblings(Map<String, Dependency> asked, boolean overridden) {
    this.asked = asked;
    this.overridden = overridden;
  }

  static Siblings of(ScannedFile file, DependencyFormat format) {
    String name = MANIFESTS.getOrDefault(file.location().name(), "");
    if (!format.locks() || name.isEmpty()) {
      return new Siblings(Map.of(), false);
    }
    String path = file.location().sibling(name);
    String text =
        file.read(path).map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse("");
    return new Siblings(asked(path, text), OVERRIDES.matcher(text).find());
  }

  /* A manifest that cannot be read is a finding of its own; here it asks for nothing. */
  private static Map<String, Dependency> asked(String path, String text) {
    Map<String, Dependency> asked = new HashMap<>();
    if (!text.isEmpty()) {
      try {
        DependencyFormats.of(path)
            .orElseThrow()
            .read(path, text)
            .forEach(each -> asked.putIfAbsent(each.name(), each));
      } catch (UnreadableException e) {
        return Map.of();
      }
    }
    return asked;
  }

  /**
   * {@code locked}, knowing whether the repository asks for it: of several copies of a package,
   * those that another package brings along are not what it asks for.
   */
  Dependency placed(Dependency locked) {
    Dependency wanted = asked.get(locked.name());
    boolean other = wanted == null || !(overridden || allowed(wanted, locked));
    return locked.direct() || other
        ? locked
        : new Dependency(
            locked.ecosystem(),
            locked.name(),
            locked.version(),
            locked.range(),
            locked.scope(),
            true,
            locked.source(),
            locked.integrity(),
            locked.path(),
            locked.line());
  }

  /** Packages that are asked for, of which only versions are fixed that the manifest forbids. */
  List<DependencyFinding> mismatches(List<Dependency> locked) {
    if (overridden) {
      return List.of();
    }
    Map<String, List<Dependency>> byName = new HashMap<>();
    locked.stream()
        .filter(each -> !each.version().isEmpty() && !each.local())
        .forEach(each -> byName.computeIfAbsent(each.name(), key -> new ArrayList<>()).add(each));
    List<DependencyFinding> found = new ArrayList<>();
    for (Dependency wanted : asked.values()) {
      List<Dependency> fixed = byName.getOrDefault(wanted.name(), List.of());
      if (!fixed.isEmpty() && fixed.stream().noneMatch(each -> allowed(wanted, each))) {
        Dependency first = fixed.getFirst();
        String excerpt =
            wanted.name() + " " + first.version() + " where " + wanted.range() + " is asked for";
        found.add(DependencyFinding.of(DependencyRules.MISMATCH, first, excerpt));
      }
    }
    return found;
  }

  private static boolean allowed(Dependency wanted, Dependency locked) {
    return VersionRange.parse(wanted.ecosystem(), wanted.range())
        .map(range -> range.allows().test(locked.version()))
        .orElse(true);
  }
}
