package dev.sigil.gcp;

import dev.sigil.core.Digests;
import dev.sigil.core.event.Topic;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.secret.SecretName;
import java.nio.charset.StandardCharsets;

/** Forms the names of a deployment's resources, the same at every call. */
public final class Names {
  /** On everything of a deployment: its id. */
  public static final String DEPLOYMENT_LABEL = "sigil-deployment";

  /** On everything of a deployment: its workspace. */
  public static final String WORKSPACE_LABEL = "sigil-workspace";

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

  public static String topic(GcpConfig config, Topic topic) {
    return config.topicPrefix() + topic.id();
  }
}
