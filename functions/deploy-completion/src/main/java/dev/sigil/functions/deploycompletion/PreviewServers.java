package dev.sigil.functions.deploycompletion;

import dev.sigil.core.codehost.CodeHost;
import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.deploy.Deployments;
import dev.sigil.core.deploy.Push;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.Releases;
import dev.sigil.core.deploy.Trigger;
import dev.sigil.core.event.EventPublisher;
import dev.sigil.core.event.SourcePushed;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.platform.Deletion;
import dev.sigil.core.preview.Preview;
import dev.sigil.core.preview.PreviewSlots;
import dev.sigil.core.source.Folders;
import dev.sigil.functions.deploycompletion.report.PreviewShow;
import java.util.List;
import java.util.Optional;

/** Makes the servers of previews, gives them releases, and removes them. Thread-safe. */
final class PreviewServers {
  private final CodeHost host;
  private final Deployments deployments;
  private final Releases releases;
  private final PreviewSlots slots;
  private final Deletion deletion;
  private final PreviewShow show;
  private final EventPublisher events;

  PreviewServers(
      CodeHost host,
      Deployments deployments,
      Releases releases,
      PreviewSlots slots,
      Deletion deletion,
      PreviewShow show,
      EventPublisher events) {
    this.host = host;
    this.deployments = deployments;
    this.releases = releases;
    this.slots = slots;
    this.deletion = deletion;
    this.show = show;
    this.events = events;
  }

  Optional<Deployment> find(DeploymentId preview) {
    return deployments.get(preview);
  }

  /** Whether a pull request changes its parent; where nobody can tell, it does. */
  boolean concerns(Preview preview, Deployment parent) {
    if (parent.folder().isEmpty() || !host.covers(parent.repository())) {
      return true;
    }
    List<String> folders =
        deployments.ofSource(parent.repository(), parent.branch()).stream()
            .filter(found -> found.workspace().equals(parent.workspace()))
            .map(Deployment::folder)
            .toList();
    return host.pullRequests()
        .files(parent.repository(), preview.number())
        .map(files -> Folders.concern(files, parent.folder(), folders))
        .orElse(true);
  }

  /** Whether there is a place to run. */
  boolean admits(Preview preview, Deployment parent) {
    return slots.take(preview, parent.repository());
  }

  /** For people: how many there may be. */
  String bounds() {
    return slots.text();
  }

  /** The server, with the pull request's head as its newest release. */
  Deployment serve(Preview preview, Deployment parent) {
    deployments
        .get(preview.id())
        .filter(server -> server.state() == Deployment.State.DELETING)
        .ifPresent(this::delete);
    Deployment server = deployments.preview(parent, preview.origin());
    if (isHead(server, preview.push())) {
      return server;
    }
    String key = "pull request " + preview.head() + " " + preview.headAt();
    Release release = releases.begin(server.id(), Trigger.PULL_REQUEST, key, preview.push(), null);
    if (release.state().open()) {
      events.publish(new SourcePushed(release.id()));
    }
    return deployments.get(server.id()).orElse(server);
  }

  private static boolean isHead(Deployment server, Push push) {
    Deployment.Head head = server.head();
    return head != null
        && head.push().after().equals(push.after())
        && head.push().at().equals(push.at());
  }

  Optional<Release> newest(Deployment server) {
    return Optional.ofNullable(server.head()).map(Deployment.Head::release).flatMap(releases::get);
  }

  /** Removes everything of a preview, and frees its place first of all that others wait for. */
  void remove(Preview preview) {
    Optional<Deployment> server = deployments.get(preview.id());
    server.ifPresent(deletion::stop);
    slots.giveBack(preview);
    server.ifPresent(this::forget);
  }

  private void delete(Deployment server) {
    deletion.stop(server);
    forget(server);
  }

  private void forget(Deployment server) {
    deletion.forEach(server, release -> show.withdraw(release, server));
    deletion.forget(server);
  }
}
