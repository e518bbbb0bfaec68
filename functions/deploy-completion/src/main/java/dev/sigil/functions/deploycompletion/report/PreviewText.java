package dev.sigil.functions.deploycompletion.report;

import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Failure;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.preview.Ending;
import dev.sigil.core.preview.Preview;
import dev.sigil.core.registry.RegistryNames;
import dev.sigil.core.scan.Finding;
import dev.sigil.core.scan.ScanReport;
import dev.sigil.core.scan.Severity;
import dev.sigil.core.scan.render.MarkdownReport;
import dev.sigil.core.tool.CatalogueDiff;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The comment on a pull request, in which text of strangers neither formats, links nor mentions.
 */
final class PreviewText {
  /** What the comment may hold of a failure, so that the rest of it is still seen. */
  private static final int MAX_REASON = 2_000;

  private final RegistryNames names;

  PreviewText(RegistryNames names) {
    this.names = names;
  }

  /** The first line of a preview's comment, which people do not see. */
  static String marker(Preview preview) {
    return "<!-- sigil-preview:" + preview.id() + " -->";
  }

  /** A preview that is gone. */
  static String removed(Preview preview, String name, Ending why) {
    return heading(name, preview)
        + "**Removed:** "
        + why.text()
        + ".\n\nIts last commit was "
        + commit(preview)
        + ".\n";
  }

  /** One that has no place to run. */
  static String full(Preview preview, Deployment parent, String why) {
    return heading(parent.name().value(), preview)
        + "**Not started:** "
        + why
        + "\n\n**What to do:** Close a pull request whose preview is not needed any more. This one"
        + " then starts within a quarter of an hour, or with its next commit.\n";
  }

  /** A stranger's commit, beside what of an earlier one may run. */
  static String waiting(Preview preview, Deployment parent, boolean running) {
    return heading(parent.name().value(), preview)
        + "**Waits for a maintainer.** The commits are from a fork, so nothing of "
        + commit(preview)
        + " is scanned, built or run before somebody who may write to this repository has read it"
        + " and approves it. It then runs without any secret.\n\n**What to do:** Press *Approve"
        + " preview* in the check *"
        + checkName(parent)
        + "*, or run `sigil previews approve "
        + parent.name()
        + " "
        + preview.number()
        + " --commit "
        + preview.head()
        + "`. Each further commit asks again.\n"
        + (running ? "\nUntil then the preview runs the commit that was approved before.\n" : "");
  }

  /** A preview and its newest release. */
  String running(
      Preview preview, Deployment parent, Deployment server, Release release, boolean compared) {
    StringBuilder text = new StringBuilder(heading(parent.name().value(), preview));
    text.append("| | |\n|---|---|\n");
    row(text, "State", "**" + ReleaseText.title(release) + "**");
    if (server.live() != null) {
      row(text, "Address", "`" + names.endpointOf(server) + "`");
    }
    row(text, "Commit", commit(preview));
    row(text, "Release", "[" + release.number() + "](" + details(release) + ")");
    if (preview.fork()) {
      row(text, "Secrets", "none: the commits are from a fork");
    }
    Optional.ofNullable(release.scan()).ifPresent(scan -> row(text, "Scan", findings(scan)));
    text.append('\n').append(failure(release));
    if (release.state() != ReleaseState.LIVE && server.live() != null) {
      text.append("The preview answers with an earlier commit meanwhile.\n\n");
    }
    return text.append(tools(parent, release, compared)).toString();
  }

  private static String tools(Deployment parent, Release release, boolean compared) {
    CatalogueDiff diff = release.catalogueDiff();
    if (diff != null) {
      return "Against `" + parent.name() + "` as it is live: \n\n" + ReleaseText.tools(diff);
    }
    return release.catalogue() == null || compared
        ? ""
        : "`" + parent.name() + "` is not live yet, so there are no tools to compare with.\n";
  }

  private static String failure(Release release) {
    Failure failure = release.failure();
    if (failure == null) {
      return "";
    }
    String reason = failure.reason();
    String some = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) + "…" : reason;
    return "**"
        + failure.code()
        + ":** "
        + plain(some)
        + "\n\n**What to do:** "
        + plain(failure.hint())
        + "\n\n";
  }

  /* What the host makes links of by itself is text here. */
  private static String plain(String text) {
    return MarkdownReport.plain(text)
        .replace("://", ":\u200b//")
        .replaceAll("(?i)\\bwww\\.", "www\u200b.")
        .replaceAll("(?i)\\bGH-", "GH\u200b-");
  }

  private static String findings(ScanReport scan) {
    Map<Severity, Long> counts =
        scan.findings().stream()
            .collect(
                Collectors.groupingBy(
                    Finding::severity, () -> new EnumMap<>(Severity.class), Collectors.counting()));
    String each =
        counts.entrySet().stream()
            .map(entry -> entry.getValue() + " " + lower(entry.getKey()))
            .collect(Collectors.joining(", "));
    return lower(scan.verdict()) + (each.isEmpty() ? ", no findings" : ": " + each);
  }

  private static String heading(String name, Preview preview) {
    String of = name.isEmpty() ? "" : " of `" + name + "`";
    return "### Sigil preview" + of + " for #" + preview.number() + "\n\n";
  }

  /** The name of the check that asks for an approval. */
  static String checkName(Deployment parent) {
    return parent.folder().isEmpty() ? "Sigil preview" : "Sigil preview / " + parent.name();
  }

  private String details(Release release) {
    return ReleaseText.details(names, release);
  }

  private static String commit(Preview preview) {
    return "`" + preview.head().abbreviated() + "`";
  }

  private static void row(StringBuilder text, String name, @Nullable String value) {
    text.append("| ").append(name).append(" | ").append(value).append(" |\n");
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
