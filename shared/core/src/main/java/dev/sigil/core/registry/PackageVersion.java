package dev.sigil.core.registry;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.build.Visibility;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.WorkspaceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One published version: immutable metadata, and what Sigil says about it.
 *
 * @param server its server.json; the receiver may not change it
 * @param hosting null for a version that was imported and runs elsewhere
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
    Visibility visibility,
    @Nullable Hosting hosting) {
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

  /** Whose it is; stored, so that lists can ask for it. */
  @JsonProperty
  public @Nullable WorkspaceId workspace() {
    return hosting == null ? null : hosting.workspace();
  }

  /** What runs it; stored, so that lists can ask for it. */
  @JsonProperty
  public @Nullable DeploymentId deployment() {
    return hosting == null ? null : hosting.deployment();
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
        value,
        hosting);
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
        visibility,
        hosting);
  }
}
