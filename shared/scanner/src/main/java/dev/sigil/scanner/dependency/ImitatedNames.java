package dev.sigil.scanner.dependency;

import dev.sigil.scanner.dependency.inventory.Dependency;
import dev.sigil.scanner.dependency.inventory.Ecosystem;
import dev.sigil.scanner.dependency.name.KnownNames;
import dev.sigil.scanner.pack.Lazy;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Judges dependencies by their names alone. */
final class ImitatedNames {
  private static final Pattern INTERNAL =
      Pattern.compile("(.*[-_.])?(internal|private|corp|intranet)([-_.].*)?");

  private final Map<Ecosystem, Lazy<Optional<KnownNames>>> known = new EnumMap<>(Ecosystem.class);

  ImitatedNames() {
    for (Ecosystem ecosystem : Ecosystem.values()) {
      known.put(ecosystem, new Lazy<>(() -> KnownNames.of(ecosystem)));
    }
  }

  /** What the name of {@code dependency} gives away, when it comes from a registry. */
  Optional<DependencyFinding> judge(Dependency dependency) {
    if (dependency.local() || dependency.remote()) {
      return Optional.empty();
    }
    return Objects.requireNonNull(known.get(dependency.ecosystem()))
        .get()
        .flatMap(names -> judge(dependency, names));
  }

  private static Optional<DependencyFinding> judge(Dependency dependency, KnownNames names) {
    String shown = dependency.name() + " " + dependency.version() + dependency.range();
    return names
        .imitatedBy(dependency.name())
        .map(each -> DependencyRules.imitation(dependency, each))
        .or(
            () ->
                unclaimed(dependency, names)
                    ? Optional.of(DependencyRules.INTERNAL_NAME)
                    : Optional.empty())
        .map(rule -> DependencyFinding.of(rule, dependency, shown));
  }

  private static boolean unclaimed(Dependency dependency, KnownNames names) {
    return dependency.direct()
        && dependency.integrity().isEmpty()
        && dependency.source().isEmpty()
        && !dependency.name().startsWith("@")
        && !names.isEstablished(dependency.name())
        && INTERNAL.matcher(dependency.name()).matches();
  }
}
