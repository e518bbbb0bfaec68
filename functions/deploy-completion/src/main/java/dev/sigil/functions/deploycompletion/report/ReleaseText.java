package dev.sigil.functions.deploycompletion.report;

import dev.sigil.core.codehost.CheckRun.Annotation;
import dev.sigil.core.codehost.CheckRun.Level;
import dev.sigil.core.deploy.Failure;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.StageTiming;
import dev.sigil.core.registry.RegistryNames;
import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.ScanReport;
import dev.sigil.core.scan.Verdict;
import dev.sigil.core.scan.render.MarkdownReport;
import dev.sigil.core.tool.CatalogueDiff;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A release in words, in which text of strangers neither formats nor links nor mentions. */
final class ReleaseText {
  private static final int MAX_NAMES = 100;
  private static final int MAX_NAME = 120;
  private static final int MAX_ANNOTATIONS = 500;

  private ReleaseText() {}

  /** Where its whole story is: the console's answer, which a browser that is signed in shows. */
  static String details(RegistryNames names, Release release) {
    return names.publicUrl()
        + "/api/v1/releases/"
        + release.id()
        + "?workspace="
        + release.workspace();
  }

  /** One line. */
  static String title(Release release) {
    return switch (release.state()) {
      case QUEUED -> "Waiting to be scanned";
      case SCANNING -> release.scan() == null ? "Scanning" : "Scanned; waiting for the build";
      case BUILDING -> "Building";
      case DEPLOYING -> "Starting the server";
      case VERIFYING -> "Talking to the server";
      case LIVE -> "Live";
      case BLOCKED -> "Blocked by the scan";
      case FAILED -> failed(release.failure());
      case SUPERSEDED -> "A newer commit took its place";
      case CANCELLED -> "Cancelled";
    };
  }

  private static String failed(@Nullable Failure failure) {
    return failure == null ? "Failed" : "Failed while " + lower(failure.stage());
  }

  /** Where it stands, what went wrong, which stages took how long, and how its tools changed. */
  static String summary(Release release, @Nullable String endpoint) {
    StringBuilder text = new StringBuilder();
    if (endpoint != null) {
      text.append("The server answers at `").append(endpoint).append("`.\n\n");
    }
    Failure failure = release.failure();
    if (failure != null) {
      text.append("**").append(failure.code()).append(":** ");
      text.append(MarkdownReport.plain(failure.reason())).append("\n\n");
      text.append("**What to do:** ").append(MarkdownReport.plain(failure.hint())).append("\n\n");
    }
    text.append("| Stage | Took |\n|---|---|\n");
    for (StageTiming timing : release.stages()) {
      text.append("| ").append(lower(timing.stage())).append(" | ");
      text.append(took(timing)).append(" |\n");
    }
    CatalogueDiff diff = release.catalogueDiff();
    if (diff != null) {
      text.append('\n').append(tools(diff));
    }
    return text.toString();
  }

  private static String took(StageTiming timing) {
    Instant end = timing.endedAt();
    if (end == null) {
      return "…";
    }
    Duration time = Duration.between(timing.startedAt(), end);
    return time.isZero() ? "" : time.toSeconds() + " s";
  }

  /** How a server's tools changed. */
  static String tools(CatalogueDiff diff) {
    if (diff.isEmpty()) {
      return "The tools are as before.\n";
    }
    StringBuilder text = new StringBuilder("**Tools**\n\n");
    diff.added().stream().limit(MAX_NAMES).forEach(tool -> line(text, "added", tool, ""));
    diff.removed().stream().limit(MAX_NAMES).forEach(tool -> line(text, "removed", tool, ""));
    diff.changed().stream()
        .limit(MAX_NAMES)
        .forEach(
            change ->
                line(text, "changed", change.tool(), ": " + String.join(", ", change.fields())));
    long left =
        List.of(diff.added(), diff.removed(), diff.changed()).stream()
            .mapToLong(list -> Math.max(0, list.size() - MAX_NAMES))
            .sum();
    return left == 0
        ? text.toString()
        : text.append("- ").append(left).append(" more\n").toString();
  }

  private static void line(StringBuilder text, String how, String tool, String rest) {
    String name = tool.length() > MAX_NAME ? tool.substring(0, MAX_NAME) + "…" : tool;
    text.append("- ").append(how).append(" `").append(MarkdownReport.code(name)).append('`');
    text.append(rest).append('\n');
  }

  /** The scan's report; null before there is one. */
  static @Nullable String scan(Release release) {
    ScanReport report = release.scan();
    return report == null ? null : MarkdownReport.of(report);
  }

  /** The findings that have a say, on their lines. */
  static List<Annotation> annotations(Release release) {
    ScanReport report = release.scan();
    return report == null
        ? List.of()
        : report.deciding().stream()
            .filter(finding -> finding.effect() != Verdict.PASS)
            .limit(MAX_ANNOTATIONS)
            .map(ReleaseText::annotation)
            .toList();
  }

  private static Annotation annotation(Finding finding) {
    return new Annotation(
        finding.path(),
        Math.max(1, finding.line()),
        level(finding),
        finding.rule(),
        finding.message() + " " + finding.fix());
  }

  private static Level level(Finding finding) {
    return switch (finding.severity()) {
      case CRITICAL, HIGH -> Level.FAILURE;
      case MEDIUM -> Level.WARNING;
      case LOW, INFO -> Level.NOTICE;
    };
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
