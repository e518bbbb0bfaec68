package dev.sigil.core.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.build.Visibility;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.source.Commit;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One published version: immutable metadata, and what Sigil says about it.
 *
 * @param server its server.json; the receiver may not change it
 * @param release the release that published it last
 * @param commit that release's commit
 * @param catalogue hash of that release's tools, see {@link Catalogues}
 */
public record PackageVersion(
    String name,
    String version,
    ObjectNode server,
    PackageStatus status,
    @Nullable String statusMessage,
    Instant statusChangedAt,
    Instant publishedAt,
    Instant updatedAt,
    boolean latest,
    WorkspaceId workspace,
    DeploymentId deployment,
    Visibility visibility,
    ReleaseId release,
    Commit commit,
    String catalogue) {
  /** The longest message that may go with a status, in characters. */
  public static final int MAX_STATUS_MESSAGE = 500;

  /** {@code latest}, {@code older} or {@code deleted}; stored, so that lists can ask for it. */
  @JsonProperty
  public String rank() {
    if (status == PackageStatus.DELETED) {
      return "deleted";
    }
    return latest ? "latest" : "older";
  }

  /** {@code yes} unless deleted; stored, so that lists can ask for it. */
  @JsonProperty
  public String listed() {
    return status == PackageStatus.DELETED ? "no" : "yes";
  }

  PackageVersion withLatest(boolean value, Instant now) {
    return value == latest ? this : with(status, statusMessage, statusChangedAt, now, value);
  }

  PackageVersion withStatus(PackageStatus value, @Nullable String message, Instant now) {
    return with(value, message, now, now, latest);
  }

  PackageVersion withVisibility(Visibility value, Instant now) {
    return new PackageVersion(
        name,
        version,
        server,
        status,
        statusMessage,
        statusChangedAt,
        publishedAt,
        now,
        latest,
        workspace,
        deployment,
        value,
        release,
        commit,
        catalogue);
  }

  private PackageVersion with(
      PackageStatus newStatus,
      @Nullable String message,
      Instant changedAt,
      Instant now,
      boolean isLatest) {
    return new PackageVersion(
        name,
        version,
        server,
        newStatus,
        message,
        changedAt,
        publishedAt,
        now,
        isLatest,
        workspace,
        deployment,
        visibility,
        release,
        commit,
        catalogue);
  }
}
