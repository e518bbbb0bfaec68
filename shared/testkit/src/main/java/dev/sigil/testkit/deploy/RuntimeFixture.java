package dev.sigil.testkit.deploy;

import dev.sigil.core.build.Artifact;
import dev.sigil.core.build.BuildPlan;
import dev.sigil.core.build.Language;
import dev.sigil.core.build.Scaling;
import dev.sigil.core.build.SecretRequirement;
import dev.sigil.core.build.Tier;
import dev.sigil.core.build.Transport;
import dev.sigil.core.build.Visibility;
import dev.sigil.core.deploy.ServerRuntime;
import dev.sigil.core.deploy.ServerRuntime.ServerSpec;
import dev.sigil.core.gateway.InstanceRouter;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.id.WorkspaceId;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A runtime under test, with both of its faces, and releases that it can run. */
public interface RuntimeFixture extends AutoCloseable {
  ServerRuntime runtime();

  InstanceRouter router();

  /** A release that behaves so. It listens on {@code PORT} when it serves. */
  ServerSpec spec(DeploymentId deployment, int number, Scaling scaling, Behaviour behaviour);

  /**
   * Whether the runtime itself starts, names and fills instances. Where a platform does, such as
   * Cloud Run, they are not known one by one.
   */
  default boolean placesRequests() {
    return true;
  }

  @Override
  void close();

  /** What a release does when it is started. */
  enum Behaviour {
    SERVES,
    EXITS,
    NEVER_LISTENS,
    /** Needs a secret that nobody has set. */
    LACKS_SECRET
  }

  /** The release of this number. */
  static ReleaseId release(DeploymentId deployment, int number) {
    return new ReleaseId(deployment.value() + "-" + "%04d".formatted(number));
  }

  /** An HTTP server's plan with this start command. */
  static ServerSpec httpServer(
      DeploymentId deployment,
      int number,
      Artifact artifact,
      List<String> start,
      SortedMap<String, String> environment,
      List<SecretRequirement> secrets,
      Scaling scaling) {
    BuildPlan plan =
        new BuildPlan(
            "server",
            "1.0." + number,
            "A server under test",
            Language.PYTHON,
            "",
            "",
            List.of(),
            start,
            Transport.HTTP,
            "/mcp",
            null,
            new TreeMap<>(environment),
            secrets,
            Tier.SMALL,
            scaling,
            Visibility.PRIVATE,
            "mcp.yaml",
            List.of());
    return new ServerSpec(
        new WorkspaceId("local"), deployment, release(deployment, number), number, artifact, plan);
  }
}
