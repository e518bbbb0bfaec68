package dev.sigil.scanner;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.KnownAdvisories;
import dev.sigil.core.scan.ScanReport;
import dev.sigil.core.scan.Scanner;
import dev.sigil.core.scan.ServerProfile;
import dev.sigil.core.scan.Severity;
import dev.sigil.core.scan.Verdict;
import dev.sigil.core.scan.policy.Judgement;
import dev.sigil.core.scan.policy.Policies;
import dev.sigil.core.source.SourceTree;
import dev.sigil.scanner.archive.ArchiveDetector;
import dev.sigil.scanner.behaviour.BehaviourDetector;
import dev.sigil.scanner.behaviour.ServerReview;
import dev.sigil.scanner.dependency.DependencyDetector;
import dev.sigil.scanner.dependency.IndexOptions;
import dev.sigil.scanner.dependency.advisory.Advisories;
import dev.sigil.scanner.dependency.advisory.SeedAdvisories;
import dev.sigil.scanner.detect.Deadline;
import dev.sigil.scanner.detect.Detector;
import dev.sigil.scanner.detect.Findings;
import dev.sigil.scanner.detect.Location;
import dev.sigil.scanner.detect.Rule;
import dev.sigil.scanner.exhaustion.ExhaustionDetector;
import dev.sigil.scanner.exposure.ExposureDetector;
import dev.sigil.scanner.flow.FlowDetector;
import dev.sigil.scanner.flow.FlowReview;
import dev.sigil.scanner.hidden.HiddenTextDetector;
import dev.sigil.scanner.install.ImageBuild;
import dev.sigil.scanner.install.NativeBuild;
import dev.sigil.scanner.install.NpmHooks;
import dev.sigil.scanner.install.PythonHooks;
import dev.sigil.scanner.manifest.BuildPaths;
import dev.sigil.scanner.manifest.PackageManifests;
import dev.sigil.scanner.manifest.RepositoryFiles;
import dev.sigil.scanner.poison.PoisonDetector;
import dev.sigil.scanner.secret.SecretDetector;
import dev.sigil.scanner.secret.SecretRules;
import dev.sigil.scanner.taint.TaintDetector;
import dev.sigil.scanner.taint.TaintReview;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The gate before every build. Nothing of the tree is executed, nothing is asked of the network,
 * and what the repository says about scanning (ignore files, inline allow comments) is not obeyed:
 * a finding is waived on the platform, by its fingerprint. Thread-safe.
 */
public final class SourceScanner implements Scanner {
  private static final String FIX = "Fix what is shown; the next scan shows the rest.";

  private final List<Detector> detectors;
  private final Set<String> waived;
  private final ScanLimits limits;
  private final InstantSource clock;
  private final String ruleSet;
  private final KnownAdvisories advisories;

  /**
   * A scanner with Sigil's own rules.
   *
   * @param waived fingerprints that do not count; they are still reported
   */
  public SourceScanner(Set<String> waived, InstantSource clock) {
    this(List.of(SecretRules.standard()), waived, ScanLimits.DEFAULT, clock);
  }

  /** A scanner that looks for secrets with {@code packs} and asks {@code advisories}. */
  public SourceScanner(List<SecretRules> packs, Advisories advisories, InstantSource clock) {
    this(packs, advisories, Set.of(), ScanLimits.DEFAULT, clock);
  }

  /** A scanner that looks for the secrets of {@code packs}. */
  public SourceScanner(
      List<SecretRules> packs, Set<String> waived, ScanLimits limits, InstantSource clock) {
    this(packs, SeedAdvisories.standard(), waived, limits, clock);
  }

  private SourceScanner(
      List<SecretRules> packs,
      Advisories advisories,
      Set<String> waived,
      ScanLimits limits,
      InstantSource clock) {
    this(
        advisories,
        List.of(
            new SecretDetector(packs),
            new HiddenTextDetector(),
            new NpmHooks(),
            new PythonHooks(),
            new NativeBuild(),
            new ImageBuild(),
            new BuildPaths(),
            new PackageManifests(),
            new RepositoryFiles(),
            new ArchiveDetector(),
            new PoisonDetector(),
            new TaintDetector(),
            new FlowDetector(),
            new ExposureDetector(),
            new ExhaustionDetector(),
            new DependencyDetector(advisories, clock),
            new IndexOptions(),
            new BehaviourDetector()),
        waived,
        limits,
        clock);
  }

  private SourceScanner(
      Advisories advisories,
      List<Detector> detectors,
      Set<String> waived,
      ScanLimits limits,
      InstantSource clock) {
    this.detectors = detectors;
    Advisories.Provenance known = advisories.provenance();
    this.advisories = known.known();
    this.waived = Set.copyOf(waived);
    this.limits = limits;
    this.clock = clock;
    this.ruleSet =
        digest(detectors.stream().map(Detector::version).collect(Collectors.joining("\n")))
            + " advisories:"
            + known.date();
  }

  /** A scanner that looks for nothing but secrets. */
  static SourceScanner secretsOnly(InstantSource clock) {
    List<Detector> detectors = List.of(new SecretDetector(List.of(SecretRules.standard())));
    return new SourceScanner(
        SeedAdvisories.standard(), detectors, Set.of(), ScanLimits.DEFAULT, clock);
  }

  @Override
  public ScanReport scan(SourceTree tree, String folder) {
    List<SourceTree.Entry> files = tree.files();
    long bytes = files.stream().mapToLong(SourceTree.Entry::size).sum();
    if (bytes > limits.maxTotalBytes()) {
      throw new SigilException(
          ErrorCode.SCAN_INCOMPLETE, "The repository is larger than a scan may read.");
    }
    Findings findings = new Findings();
    FileReader reader = new FileReader(tree, folder, limits, new Deadline(clock, limits.time()));
    try {
      reader.inspect(files, detectors, findings);
      detectors.forEach(detector -> detector.conclude(findings));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    FlowReview.review(findings);
    TaintReview.review(findings);
    ServerProfile profile = ServerReview.review(findings);
    return report(findings.all(), profile, files.size(), bytes);
  }

  private ScanReport report(List<Finding> all, ServerProfile profile, int files, long bytes) {
    ScanReport found =
        new ScanReport(
            Verdict.PASS,
            Policies.DEFAULT,
            worst(all),
            List.of(),
            List.of(),
            profile,
            files,
            bytes,
            ruleSet,
            advisories);
    return new Judgement(Policies.standard(), waived, List.of(), null).of(found);
  }

  /* The worst that fit; what does not fit goes on counting as one. */
  private List<Finding> worst(List<Finding> findings) {
    List<Finding> sorted =
        findings.stream()
            .sorted(
                Comparator.comparing(Finding::effect)
                    .thenComparing(Finding::severity)
                    .reversed()
                    .thenComparing(Finding::path)
                    .thenComparingInt(Finding::line))
            .toList();
    if (sorted.size() <= limits.maxFindings()) {
      return sorted;
    }
    Findings rest = new Findings();
    Verdict effect = sorted.get(limits.maxFindings()).effect();
    rest.add(
        new Rule("scan/too-many", Severity.LOW, effect, "There is more than a report holds.", FIX),
        Location.of("", ""),
        0,
        sorted.size() + " findings",
        "");
    return Stream.concat(sorted.stream().limit(limits.maxFindings()), rest.all().stream()).toList();
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
