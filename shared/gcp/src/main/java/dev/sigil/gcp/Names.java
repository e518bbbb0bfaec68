package dev.sigil.gcp;

import dev.sigil.core.Digests;
import dev.sigil.core.SigilException;
import dev.sigil.core.event.Topic;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.secret.SecretName;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Forms the names of a deployment's resources, the same at every call. */
public final class Names {
  /** On everything of a deployment: its id. */
  public static final String DEPLOYMENT_LABEL = "sigil-deployment";

  /** On everything of a deployment: its workspace. */
  public static final String WORKSPACE_LABEL = "sigil-workspace";

  /** On every build that Sigil asked for. */
  public static final String BUILD_TAG = "sigil";

  /** On every revision, and so on each line that its instances log: the release's id. */
  public static final String RELEASE_LABEL = "sigil-release";

  private static final String RELEASE_TAG = "release-";
  private static final int ACCOUNT_HASH = 28;

  private Names() {}

  /** The Cloud Run service: at most 49 characters, as Cloud Run asks. */
  public static String service(DeploymentId deployment) {
    return "sigil-" + deployment.value();
  }

  /** The service account that the server runs as: 30 characters, the most that IAM takes. */
  public static String account(DeploymentId deployment) {
    byte[] id = deployment.value().getBytes(StandardCharsets.UTF_8);
    return "s-" + Digests.sha256Hex(id).substring(0, ACCOUNT_HASH);
  }

  /** The account's e-mail address, by which policies name it. */
  public static String accountEmail(DeploymentId deployment, String project) {
    return account(deployment) + "@" + project + ".iam.gserviceaccount.com";
  }

  public static String secret(DeploymentId deployment, SecretName name) {
    return secretPrefix(deployment) + name.value();
  }

  /** What the ids of a deployment's secrets begin with. */
  public static String secretPrefix(DeploymentId deployment) {
    return "sigil-" + deployment.value() + "-";
  }

  /** The tag of the revision that a release runs as. */
  public static String tag(int number) {
    return "r" + number;
  }

  /** On every build of a deployment. */
  public static String deploymentTag(DeploymentId deployment) {
    return "deployment-" + deployment;
  }

  /** On every build of a release; also what its lines in the build log carry. */
  public static String releaseTag(ReleaseId release) {
    return RELEASE_TAG + release;
  }

  /** The release whose {@link #releaseTag} this is. */
  public static Optional<ReleaseId> taggedRelease(String tag) {
    try {
      return tag.startsWith(RELEASE_TAG)
          ? Optional.of(new ReleaseId(tag.substring(RELEASE_TAG.length())))
          : Optional.empty();
    } catch (SigilException e) {
      return Optional.empty();
    }
  }

  /** The tag under which a release's image is pushed; afterwards it is known by its digest. */
  public static String imageTag(ReleaseId release) {
    return release.value().substring(release.value().indexOf('-') + 1);
  }

  /** The object that holds a release's source. */
  public static String source(ReleaseId release) {
    return sourcePrefix(release.deployment()) + imageTag(release) + ".tar.gz";
  }

  /** What the names of a deployment's sources begin with. */
  public static String sourcePrefix(DeploymentId deployment) {
    return deployment + "/";
  }

  public static String topic(GcpConfig config, Topic topic) {
    return config.topicPrefix() + topic.id();
  }
}
