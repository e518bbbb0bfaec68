package dev.sigil.core.deploy;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sigil.core.Digests;
import dev.sigil.core.build.Visibility;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A hosted server: one branch and folder of one repository, served under one name.
 *
 * @param repository where it is now; the id stays when it is renamed
 * @param branch the branch whose pushes deploy it
 * @param folder the part of the repository it is built from; the empty string for its root
 * @param rule which events of the repository deploy it
 * @param previews whether pull requests against its branch get a server of their own
 * @param preview which pull request it previews; null for a server that is none's preview
 * @param standing what changes from release to release
 */
public record Deployment(
    DeploymentId id,
    WorkspaceId workspace,
    ServerName name,
    Repository repository,
    String branch,
    String folder,
    DeployRule rule,
    boolean previews,
    @Nullable PreviewOf preview,
    Instant createdAt,
    Instant updatedAt,
    Standing standing) {
  private static final int MAX_NAME = 63;

  /** What a person asked of a deployment, or its lost source made of it: {@link Detachment}. */
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
        DeployRule.PUSH,
        true,
        null,
        now,
        now,
        Standing.NEW);
  }

  /** The preview of a pull request, which has had no release yet. */
  static Deployment previewOf(Deployment parent, PreviewOf preview, Instant now) {
    String suffix = "-pr-" + preview.pullRequest();
    return new Deployment(
        preview.id(),
        parent.workspace,
        named(parent.name, suffix),
        parent.repository,
        "refs/pull/" + preview.pullRequest() + "/head",
        parent.folder,
        DeployRule.PUSH,
        false,
        preview,
        now,
        now,
        Standing.NEW);
  }

  private static ServerName named(ServerName name, String suffix) {
    String start = name.value();
    return ServerName.from(
        start.substring(0, Math.min(start.length(), MAX_NAME - suffix.length())) + suffix);
  }

  /** The same preview under a name that nobody else has. */
  Deployment withUniqueName() {
    return new Deployment(
        id,
        workspace,
        named(name, "-" + id.value().substring(0, 8)),
        repository,
        branch,
        folder,
        rule,
        previews,
        preview,
        createdAt,
        updatedAt,
        standing);
  }

  /** The same four always make the same deployment, so that creating one twice makes one. */
  public static DeploymentId idOf(
      WorkspaceId workspace, Repository repository, String branch, String folder) {
    return idOf(workspace.value(), repository.url(), branch, folder);
  }

  private static DeploymentId idOf(String... parts) {
    return new DeploymentId(Digests.sha256Hex(parts).substring(0, 20));
  }

  /** The same, under the id that comes next when a renamed repository's server holds this one. */
  Deployment elsewhere() {
    return new Deployment(
        idOf(id.value(), "next"),
        workspace,
        name,
        repository,
        branch,
        folder,
        rule,
        previews,
        preview,
        createdAt,
        updatedAt,
        standing);
  }

  /** {@link Repository#key}, stored for the index. */
  @JsonProperty
  public String source() {
    return repository.key();
  }

  /** {@link Standing#dueAt}, stored for the index. */
  @JsonProperty
  public @Nullable Instant dueAt() {
    return standing.dueAt();
  }

  public State state() {
    return standing.state();
  }

  /** Visibility of the live release; {@code PRIVATE} until there is one. */
  public Visibility visibility() {
    return standing.visibility();
  }

  /** How many releases it has had. */
  public int releases() {
    return standing.releases();
  }

  /** Its newest release and the push behind it; older ones may not go live any more. */
  public @Nullable Head head() {
    return standing.head();
  }

  /** The release that serves. */
  public @Nullable ReleaseId live() {
    return standing.live();
  }

  /** Whose last version, waivers and visibility count for it: its parent, when it is a preview. */
  @JsonIgnore
  public DeploymentId judgedAs() {
    return preview == null ? id : preview.parent();
  }

  /** Whose secrets it starts with; its own where it previews a fork, which has none. */
  @JsonIgnore
  public DeploymentId secretsOf() {
    return preview == null || preview.fork() ? id : preview.parent();
  }

  @JsonIgnore
  public boolean isHead(ReleaseId release) {
    Head head = head();
    return head != null && head.release().equals(release);
  }

  @JsonIgnore
  public Optional<ReleaseId> liveRelease() {
    return Optional.ofNullable(live());
  }

  public Deployment withHead(Head value, Instant now) {
    return with(standing.releasing(value), now);
  }

  /** Counts a release that came too late to be the head. */
  public Deployment withStaleRelease(Instant now) {
    return with(standing.releasing(standing.head()), now);
  }

  public Deployment withLive(ReleaseId value, Visibility visibility, Instant now) {
    return with(standing.serving(value, visibility), now);
  }

  /** What a person asks for; a pause that the platform made before is forgotten. */
  public Deployment withState(State value, Instant now) {
    return with(standing.asked(value), now);
  }

  /** Notes a commit that leaves the server as its head is. */
  public Deployment withSeen(Commit commit, Instant now) {
    return with(standing.seeing(commit), now);
  }

  /** The deployment whose source is lost, to be paused at {@code due} where the reason asks it. */
  public Deployment detached(Detachment.Reason reason, Instant since, Instant due, Instant now) {
    return with(standing.detached(new Detachment(reason, since, false), due), now);
  }

  /**
   * The deployment whose source is there again; unchanged when the source was lost later than
   * {@code at}. What the loss paused is due to be resumed at once.
   */
  public Deployment attached(Instant at, Instant now) {
    return with(standing.attached(at, now), now);
  }

  /** Carries out what is due: a server without a source is paused. */
  public Deployment due(Instant now) {
    return with(standing.due(), now);
  }

  /** The runtime does what this says. */
  public Deployment settled(Instant now) {
    return with(standing.settled(), now);
  }

  public Deployment withRepository(Repository value, Instant now) {
    return with(value, branch, rule, previews, now, standing);
  }

  /** For a branch that was renamed. */
  public Deployment withBranch(String value, Instant now) {
    return with(repository, value, rule, previews, now, standing);
  }

  public Deployment withRule(DeployRule value, Instant now) {
    return with(repository, branch, value, previews, now, standing);
  }

  public Deployment withPreviews(boolean value, Instant now) {
    return with(repository, branch, rule, value, now, standing);
  }

  /** The deployment as whoever may see {@code visible} servers sees it. */
  public Deployment seenAs(Visibility visible) {
    return with(repository, branch, rule, previews, updatedAt, standing.seenAs(visible));
  }

  private Deployment with(Standing value, Instant now) {
    return value.equals(standing) ? this : with(repository, branch, rule, previews, now, value);
  }

  private Deployment with(
      Repository source,
      String head,
      DeployRule deploys,
      boolean previewed,
      Instant now,
      Standing value) {
    return new Deployment(
        id, workspace, name, source, head, folder, deploys, previewed, preview, createdAt, now,
        value);
  }
}
