package dev.sigil.functions.deploycompletion.report;

import dev.sigil.core.Digests;
import dev.sigil.core.SigilException;
import dev.sigil.core.account.Workspaces;
import dev.sigil.core.codehost.CheckRun;
import dev.sigil.core.codehost.CheckRun.Conclusion;
import dev.sigil.core.codehost.CodeHost;
import dev.sigil.core.codehost.ReleaseReport;
import dev.sigil.core.codehost.ReleaseReports;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.preview.Approval;
import dev.sigil.core.preview.Ending;
import dev.sigil.core.preview.Preview;
import dev.sigil.core.preview.Previews;
import dev.sigil.core.preview.Showing;
import dev.sigil.core.registry.RegistryNames;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import dev.sigil.core.store.DocumentStore;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Shows a preview at its code host: one comment on its pull request, and for a fork a check with a
 * button. Whoever calls has the preview in hand. What the account does not grant is left out; where
 * the host cannot answer now, {@link dev.sigil.core.TransientException} is thrown. Thread-safe.
 */
public final class PreviewShow {
  private static final System.Logger LOG = System.getLogger(PreviewShow.class.getName());
  private static final CheckRun.Action APPROVE =
      new CheckRun.Action(
          Preview.APPROVE, "Approve preview", "Builds and runs this commit, no secrets");

  private final CodeHost host;
  private final Previews previews;
  private final ReleaseReports reports;
  private final Ownership owns;
  private final ReleaseShow show;
  private final PreviewText text;
  private final InstantSource clock;

  public PreviewShow(CodeHost host, DocumentStore store, RegistryNames names, InstantSource clock) {
    this.host = host;
    this.previews = new Previews(store, clock);
    this.reports = new ReleaseReports(store, clock);
    this.owns = new Ownership(names, new Workspaces(store, clock));
    this.show = new ReleaseShow(host, names);
    this.text = new PreviewText(names);
    this.clock = clock;
  }

  /** Whether a deployment's previews are shown. */
  public boolean shows(Deployment parent) {
    return !host.equals(CodeHost.NONE) && host.covers(parent.repository()) && owns.test(parent);
  }

  /** Shows that a fork's commit waits. */
  public void waiting(Preview preview, Deployment parent, boolean running) {
    if (shows(parent)) {
      ask(preview, parent);
      comment(preview, parent.repository(), PreviewText.waiting(preview, parent, running));
    }
  }

  /** Shows that there is no place to run. */
  public void full(Preview preview, Deployment parent, String why) {
    if (shows(parent)) {
      approved(preview, parent);
      comment(preview, parent.repository(), PreviewText.full(preview, parent, why));
    }
  }

  /**
   * Shows a preview's newest release.
   *
   * @param compared whether the parent has a live version
   */
  public void running(
      Preview preview, Deployment parent, Deployment server, Release release, boolean compared) {
    if (shows(parent)) {
      approved(preview, parent);
      comment(
          preview, parent.repository(), text.running(preview, parent, server, release, compared));
    }
  }

  /** Shows that a preview is gone, where it was shown before. */
  public void removed(Preview preview, @Nullable Deployment parent, Ending why) {
    Showing shown = preview.showing();
    if (shown.comment() == null && !shown.asks()) {
      return;
    }
    Repository repository = parent == null ? preview.repository() : parent.repository();
    if (shown.asks()) {
      conclude(preview, repository, shown, Conclusion.NEUTRAL, "Not needed any more", why.text());
    }
    if (shown.comment() != null) {
      String name = parent == null ? "" : parent.name().value();
      comment(preview, repository, PreviewText.removed(preview, name, why));
    }
  }

  /** Shows of a release of a preview that it serves no more, and forgets what was shown of it. */
  public void withdraw(Release release, Deployment server) {
    reports
        .get(release.id())
        .ifPresent(
            report -> {
              tolerating(() -> withdraw(report, release, server));
              reports.delete(release.id());
            });
  }

  /* One that was cut short says so in its check too. */
  private void withdraw(ReleaseReport report, Release release, Deployment server) {
    if (release.state() == ReleaseState.CANCELLED) {
      show.show(new ReleaseShow.Progress(report), release, server);
    } else {
      show.withdraw(report, release, server);
    }
  }

  /* One check for each commit; an older one asks no more. */
  private void ask(Preview preview, Deployment parent) {
    Showing shown = preview.showing();
    boolean same = preview.head().equals(shown.checked());
    if (same && shown.asks()) {
      return;
    }
    if (shown.asks()) {
      String why = "A newer commit asks instead.";
      conclude(preview, parent.repository(), shown, Conclusion.NEUTRAL, "A newer commit", why);
    }
    String summary =
        "The commit comes from a fork. Nothing of it is scanned, built or run before somebody who"
            + " may write to this repository has read it and approves it. It then runs without any"
            + " secret; each further commit asks again.";
    Commit head = preview.head();
    tolerating(
        () -> {
          long number =
              host.reports()
                  .show(
                      parent.repository(),
                      check(
                          preview,
                          PreviewText.checkName(parent),
                          head,
                          same ? shown.check() : null,
                          Conclusion.ACTION_REQUIRED,
                          "Waits for a maintainer",
                          summary,
                          List.of(APPROVE)));
          keep(preview, s -> s.withCheck(number, head, PreviewText.checkName(parent), true));
        });
  }

  private void approved(Preview preview, Deployment parent) {
    Showing shown = preview.showing();
    Approval approval = preview.approval();
    if (shown.asks() && approval != null) {
      String who = "Approved by `" + approval.by() + "`.";
      conclude(preview, parent.repository(), shown, Conclusion.SUCCESS, "Approved", who);
    }
  }

  private void conclude(
      Preview preview,
      Repository repository,
      Showing shown,
      Conclusion conclusion,
      String title,
      String summary) {
    Commit commit = Objects.requireNonNull(shown.checked());
    String name = Objects.requireNonNull(shown.checkName());
    Long number = shown.check();
    tolerating(
        () ->
            host.reports()
                .show(
                    repository,
                    check(preview, name, commit, number, conclusion, title, summary, List.of())));
    keep(preview, s -> s.withCheck(Objects.requireNonNull(number), commit, name, false));
  }

  private CheckRun check(
      Preview preview,
      String name,
      Commit commit,
      @Nullable Long number,
      Conclusion conclusion,
      String title,
      String summary,
      List<CheckRun.Action> actions) {
    return new CheckRun(
        commit,
        name,
        number,
        Preview.KEY + preview.id(),
        conclusion,
        preview.activeAt(),
        clock.instant(),
        null,
        title,
        summary,
        null,
        List.of(),
        actions);
  }

  private void comment(Preview preview, Repository repository, String body) {
    String hash = Digests.sha256Hex(body.getBytes(StandardCharsets.UTF_8));
    Showing shown = preview.showing();
    if (hash.equals(shown.said())) {
      return;
    }
    tolerating(
        () -> {
          long number =
              host.pullRequests()
                  .comment(
                      repository,
                      preview.number(),
                      PreviewText.marker(preview),
                      body,
                      shown.comment());
          keep(preview, s -> s.withComment(number, hash));
        });
  }

  private void keep(Preview preview, UnaryOperator<Showing> change) {
    previews.keep(preview.id(), p -> p.withShowing(change.apply(p.showing())));
  }

  /* What the account refuses it refuses again. */
  private static void tolerating(Runnable call) {
    try {
      call.run();
    } catch (SigilException e) {
      LOG.log(Level.INFO, "The code host refused to show a preview: {0}", e.getMessage());
    }
  }
}
