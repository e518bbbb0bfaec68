package dev.sigil.core.deploy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sigil.core.Digests;
import dev.sigil.core.build.Visibility;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.source.Repository;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A hosted server: one branch and folder of one repository, served under one name.
 *
 * @param branch the branch whose pushes deploy it
 * @param folder the part of the repository it is built from; the empty string for its root
 * @param releases how many releases it has had
 * @param head its newest release and the push behind it; older ones may not go live any more
 * @param live the release that serves
 * @param visibility of the live release; {@code PRIVATE} until there is one
 */
public record Deployment(
    DeploymentId id,
    WorkspaceId workspace,
    ServerName name,
    Repository repository,
    String branch,
    String folder,
    Instant createdAt,
    Instant updatedAt,
    State state,
    Visibility visibility,
    int releases,
    @Nullable Head head,
    @Nullable ReleaseId live) {

  /** What a person asked of a deployment. */
  public enum State {
    @JsonProperty("active")
    ACTIVE,
    @JsonProperty("paused")
    PAUSED,
    /** Being deleted: takes no traffic and no new release. */
    @JsonProperty("deleting")
    DELETING
  }

  /** The newest release. */
  public record Head(ReleaseId release, Push push) {}

  /** A deployment that has had no release yet. */
  public static Deployment create(
      WorkspaceId workspace,
      ServerName name,
      Repository repository,
      String branch,
      String folder,
      Instant now) {
    return new Deployment(
        idOf(workspace, repository, branch, folder),
        workspace,
        name,
        repository,
        branch,
        folder,
        now,
        now,
        State.ACTIVE,
        Visibility.PRIVATE,
        0,
        null,
        null);
  }

  /** The same four always make the same deployment, so that creating one twice makes one. */
  public static DeploymentId idOf(
      WorkspaceId workspace, Repository repository, String branch, String folder) {
    String hash = Digests.sha256Hex(workspace.value(), repository.url(), branch, folder);
    return new DeploymentId(hash.substring(0, 20));
  }

  @JsonIgnore
  public boolean isHead(ReleaseId release) {
    return head != null && head.release().equals(release);
  }

  @JsonIgnore
  public Optional<ReleaseId> liveRelease() {
    return Optional.ofNullable(live);
  }

  public Deployment withHead(Head value, Instant now) {
    return new Deployment(
        id,
        workspace,
        name,
        repository,
        branch,
        folder,
        createdAt,
        now,
        state,
        visibility,
        releases + 1,
        value,
        live);
  }

  /** Counts a release that came too late to be the head. */
  public Deployment withStaleRelease(Instant now) {
    return new Deployment(
        id,
        workspace,
        name,
        repository,
        branch,
        folder,
        createdAt,
        now,
        state,
        visibility,
        releases + 1,
        head,
        live);
  }

  public Deployment withLive(ReleaseId value, Visibility seen, Instant now) {
    return new Deployment(
        id,
        workspace,
        name,
        repository,
        branch,
        folder,
        createdAt,
        now,
        state,
        seen,
        releases,
        head,
        value);
  }

  public Deployment withState(State value, Instant now) {
    return new Deployment(
        id,
        workspace,
        name,
        repository,
        branch,
        folder,
        createdAt,
        now,
        value,
        visibility,
        releases,
        head,
        live);
  }
}
