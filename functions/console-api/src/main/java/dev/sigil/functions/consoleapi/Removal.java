package dev.sigil.functions.consoleapi;

import dev.sigil.core.deploy.Deployment;
import dev.sigil.core.event.EventPublisher;
import dev.sigil.core.event.PreviewChanged;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.platform.Deletion;
import dev.sigil.core.platform.Platform;
import dev.sigil.core.preview.Ending;
import dev.sigil.core.preview.Preview;
import dev.sigil.core.preview.Previews;
import dev.sigil.core.secret.SecretVault;
import dev.sigil.core.store.Page;
import dev.sigil.core.store.Query;

/** Removes a deployment, its secrets and its previews. Every step may be repeated. */
final class Removal {
  private final Deletion deletion;
  private final SecretVault secrets;
  private final Previews previews;
  private final EventPublisher events;

  private Removal(
      Deletion deletion, SecretVault secrets, Previews previews, EventPublisher events) {
    this.deletion = deletion;
    this.secrets = secrets;
    this.previews = previews;
    this.events = events;
  }

  static Removal on(Platform platform) {
    return new Removal(
        new Deletion(platform.documents(), platform.servers(), platform.builds(), platform.clock()),
        platform.secrets(),
        new Previews(platform.documents(), platform.clock()),
        platform.events());
  }

  /* A preview's own deletion is carried out by who makes previews, lest it be made again. */
  void delete(Deployment deployment) {
    if (deployment.preview() != null) {
      end(deployment.id(), Ending.BY_PERSON);
    }
    endPreviews(deployment.id());
    deletion.stop(deployment);
    secrets.removeAll(deployment.id());
    deletion.forget(deployment);
  }

  private void endPreviews(DeploymentId parent) {
    String cursor = null;
    do {
      Page<Preview> page = previews.ofParent(parent, Query.MAX_LIMIT, cursor);
      page.items().forEach(preview -> end(preview.id(), Ending.PARENT_DELETED));
      cursor = page.nextCursor();
    } while (cursor != null);
  }

  private void end(DeploymentId preview, Ending why) {
    previews
        .change(preview, known -> known.ending(why))
        .ifPresent(ended -> events.publish(new PreviewChanged(ended.id())));
  }
}
