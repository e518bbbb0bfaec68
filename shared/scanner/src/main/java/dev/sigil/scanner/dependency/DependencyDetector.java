package dev.sigil.scanner.dependency;

import dev.sigil.scanner.dependency.advisory.Advisories;
import dev.sigil.scanner.dependency.format.DependencyFormat;
import dev.sigil.scanner.dependency.format.DependencyFormats;
import dev.sigil.scanner.dependency.format.UnreadableException;
import dev.sigil.scanner.dependency.inventory.Dependency;
import dev.sigil.scanner.detect.Detector;
import dev.sigil.scanner.detect.Findings;
import dev.sigil.scanner.detect.Location;
import dev.sigil.scanner.detect.ScannedFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Judges what manifests and lockfiles name: known vulnerabilities, imitation and tampering. */
public final class DependencyDetector implements Detector {
  private static final Pattern MANIFEST =
      Pattern.compile("(.*/)?(pyproject\\.toml|Pipfile|Cargo\\.toml)");
  private static final Pattern PINNED = Pattern.compile("[@#=][0-9a-f]{40}");

  private final Advisories advisories;
  private final ImitatedNames names = new ImitatedNames();

  /** Compares with {@code advisories}, and names with those that ship with Sigil. */
  public DependencyDetector(Advisories advisories) {
    this.advisories = advisories;
  }

  @Override
  public boolean accepts(Location location) {
    return DependencyFormats.of(location.path()).isPresent();
  }

  @Override
  public String version() {
    return "dependency-1 " + advisories.provenance().digest();
  }

  @Override
  public void inspect(ScannedFile file, Findings findings) {
    DependencyFormat format = DependencyFormats.of(file.location().path()).orElseThrow();
    List<DependencyFinding> found = new ArrayList<>();
    try {
      List<Dependency> all = distinct(format.read(file.location().path(), file.string()));
      judge(file, format, all, found);
    } catch (UnreadableException e) {
      if (file.location().name().equals("package.json")) {
        return;
      }
      String why = file.location().name() + ": " + e.getMessage();
      found.add(new DependencyFinding(DependencyRules.UNREADABLE, 0, why, why));
    }
    found.stream()
        .sorted(
            Comparator.comparing((DependencyFinding each) -> each.rule().severity())
                .reversed()
                .thenComparingInt(DependencyFinding::line))
        .forEach(
            each ->
                findings.add(
                    each.rule(), file.location(), each.line(), each.excerpt(), each.identity()));
  }

  private void judge(
      ScannedFile file,
      DependencyFormat format,
      List<Dependency> all,
      List<DependencyFinding> found) {
    Siblings siblings = Siblings.of(file, format);
    VulnerableDependencies vulnerable = new VulnerableDependencies(advisories.consulted(all));
    for (Dependency dependency : all) {
      file.deadline().check();
      Dependency placed = siblings.placed(dependency);
      if (isFromAnAddress(dependency)) {
        found.add(
            DependencyFinding.of(
                DependencyRules.UNREGISTERED,
                dependency,
                dependency.name() + " " + dependency.range()));
      }
      vulnerable.judge(placed).or(() -> names.judge(placed)).ifPresent(found::add);
    }
    if (format.locks()) {
      found.addAll(LockedSources.judge(all));
      found.addAll(siblings.mismatches(all));
    }
  }

  /* package.json and requirements files are judged by the manifest detector, beside their paths. */
  private static boolean isFromAnAddress(Dependency dependency) {
    return MANIFEST.matcher(dependency.path()).matches()
        && dependency.remote()
        && !PINNED.matcher(dependency.range()).find();
  }

  /* Lockfiles repeat a package wherever it is installed; the first place that asks for it counts. */
  private static List<Dependency> distinct(List<Dependency> all) {
    Map<String, Dependency> byIdentity = new LinkedHashMap<>();
    for (Dependency each : all) {
      String identity =
          String.join(
              "\0", each.name(), each.version(), each.range(), each.source(), each.integrity());
      byIdentity.merge(identity, each, DependencyDetector::stronger);
    }
    return List.copyOf(byIdentity.values());
  }

  private static Dependency stronger(Dependency first, Dependency second) {
    boolean better =
        first.development() != second.development()
            ? first.development()
            : second.direct() && !first.direct();
    return better ? second : first;
  }
}
