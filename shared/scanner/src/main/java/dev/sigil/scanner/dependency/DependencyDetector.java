package dev.sigil.scanner.dependency;

import dev.sigil.scanner.dependency.advisory.Advisories;
import dev.sigil.scanner.dependency.format.DependencyFormat;
import dev.sigil.scanner.dependency.format.DependencyFormats;
import dev.sigil.scanner.dependency.format.UnreadableException;
import dev.sigil.scanner.dependency.inventory.Dependency;
import dev.sigil.scanner.detect.Deadline;
import dev.sigil.scanner.detect.Detector;
import dev.sigil.scanner.detect.Findings;
import dev.sigil.scanner.detect.HttpTransport;
import dev.sigil.scanner.detect.Location;
import dev.sigil.scanner.detect.Rule;
import dev.sigil.scanner.detect.ScannedFile;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Judges what manifests and lockfiles name: known vulnerabilities, imitation and tampering. */
public final class DependencyDetector implements Detector {
  private static final Pattern MANIFEST =
      Pattern.compile("(.*/)?(pyproject\\.toml|Pipfile|Cargo\\.toml)");
  private static final Pattern PINNED = Pattern.compile("[@#=][0-9a-f]{40}");

  private static final Location WHOLE = new Location("", true);
  private static final int FRESH_DAYS = 7;

  private final Advisories advisories;
  private final ImitatedNames names = new ImitatedNames();

  private final InstantSource clock;

  /** Compares with {@code advisories}, and names with those that ship with Sigil. */
  public DependencyDetector(Advisories advisories, InstantSource clock) {
    this.advisories = advisories;
    this.clock = clock;
  }

  /**
   * A manifest or lockfile that was read.
   *
   * @param found what it gives away by itself
   */
  private record Listed(
      Location location,
      boolean locks,
      List<Dependency> dependencies,
      List<DependencyFinding> found,
      Deadline deadline) {}

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
      List<Dependency> placed = judge(file, format, all, found);
      findings.observe(new Listed(file.location(), format.locks(), placed, found, file.deadline()));
      return;
    } catch (UnreadableException e) {
      if (file.location().name().equals("package.json")) {
        return;
      }
      String why = file.location().name() + ": " + e.getMessage();
      found.add(new DependencyFinding(DependencyRules.UNREADABLE, 0, why, why));
    }
    report(file.location(), found, findings);
  }

  /* One question for all manifests: a service is asked once for each scan. */
  @Override
  public void conclude(Findings findings) {
    List<Listed> files = findings.observed(Listed.class);
    List<Dependency> all =
        files.stream().flatMap(file -> file.dependencies().stream()).distinct().toList();
    if (all.isEmpty()) {
      return;
    }
    age().ifPresent(rule -> report(WHOLE, List.of(age(rule)), findings));
    LockedReleases locked = new LockedReleases();
    files.stream()
        .filter(Listed::locks)
        .forEach(file -> file.dependencies().forEach(each -> locked.add(file.location(), each)));
    boolean http =
        findings.observed(HttpTransport.class).stream().anyMatch(each -> each.location().shipped());
    VulnerableDependencies vulnerable = new VulnerableDependencies(advisories.consulted(all), http);
    for (Listed file : files) {
      List<DependencyFinding> found = new ArrayList<>(file.found());
      for (Dependency dependency : file.dependencies()) {
        file.deadline().check();
        boolean told = !file.locks() && locked.tell(file.location(), dependency);
        vulnerable
            .judge(dependency)
            .map(each -> told ? each.toldElsewhere() : each)
            .or(() -> names.judge(dependency))
            .ifPresent(found::add);
      }
      report(file.location(), found, findings);
    }
  }

  /* Those that ship are a floor, and nobody forgot to renew them. */
  private Optional<Rule> age() {
    Advisories.Provenance known = advisories.provenance();
    LocalDate oldest = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(FRESH_DAYS);
    boolean old = known.date().isBefore(oldest);
    return old
        ? Optional.of(known.shipped() ? DependencyRules.NOT_IMPORTED : DependencyRules.OUTDATED)
        : Optional.empty();
  }

  private DependencyFinding age(Rule rule) {
    return new DependencyFinding(
        rule, 0, "The newest is of " + advisories.provenance().date() + ".", rule.id());
  }

  private static void report(Location location, List<DependencyFinding> found, Findings findings) {
    found.stream()
        .sorted(
            Comparator.comparing((DependencyFinding each) -> each.rule().severity())
                .reversed()
                .thenComparingInt(DependencyFinding::line))
        .forEach(
            each ->
                findings.add(each.rule(), location, each.line(), each.excerpt(), each.identity()));
  }

  private static List<Dependency> judge(
      ScannedFile file,
      DependencyFormat format,
      List<Dependency> all,
      List<DependencyFinding> found) {
    Siblings siblings = Siblings.of(file, format);
    List<Dependency> placed = new ArrayList<>();
    for (Dependency dependency : all) {
      file.deadline().check();
      placed.add(siblings.placed(dependency));
      if (isFromAnAddress(dependency)) {
        found.add(
            DependencyFinding.of(
                DependencyRules.UNREGISTERED,
                dependency,
                dependency.name() + " " + dependency.range()));
      }
    }
    if (format.locks()) {
      found.addAll(LockedSources.judge(all));
      found.addAll(siblings.mismatches(all));
    }
    return placed;
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
