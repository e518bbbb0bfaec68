package dev.sigil.core.event;

import dev.sigil.core.id.DeploymentId;

/**
 * Something is to be done for the preview of a pull request; what, is read from the store.
 * Published by github-webhook and console-api.
 *
 * @param preview id of the preview and of its server
 */
public record PreviewChanged(DeploymentId preview) implements Event {
  @Override
  public Topic topic() {
    return Topic.PREVIEW_CHANGED;
  }

  @Override
  public String key() {
    return preview.value();
  }
}
