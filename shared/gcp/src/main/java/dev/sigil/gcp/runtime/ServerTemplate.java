package dev.sigil.gcp.runtime;

import com.google.cloud.run.v2.Container;
import com.google.cloud.run.v2.ContainerPort;
import com.google.cloud.run.v2.EnvVar;
import com.google.cloud.run.v2.Probe;
import com.google.cloud.run.v2.Revision;
import com.google.cloud.run.v2.RevisionScaling;
import com.google.cloud.run.v2.RevisionTemplate;
import com.google.cloud.run.v2.TCPSocketAction;
import com.google.protobuf.Duration;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.build.BuildPlan;
import dev.sigil.core.deploy.ServerRuntime.ServerSpec;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.gcp.Names;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a revision is made of, and what of it is read back. The image says how the server starts;
 * the runtime adds variables, secrets and bounds.
 */
final class ServerTemplate {
  private static final String RELEASE = "sigil.dev/release";
  private static final String PATH = "sigil.dev/path";
  private static final String MIN_INSTANCES = "sigil.dev/min-instances";
  private static final String SECRETS_OF = "sigil.dev/secrets-of";
  private static final int MAX_LABEL = 63;
  private static final int PORT = 8080;

  /* Cloud Run sets these itself and refuses a container that does. */
  private static final Predicate<String> RESERVED =
      Pattern.compile("PORT|K_.*|CLOUD_RUN_.*").asMatchPredicate();
  private static final Pattern DIGEST = Pattern.compile("[^@\\s]+@sha256:[0-9a-f]{64}");

  private ServerTemplate() {}

  /**
   * The template of a release.
   *
   * @param account e-mail of the account that it runs as
   * @param secrets as variables
   */
  static RevisionTemplate of(
      ServerSpec spec, String account, List<EnvVar> secrets, CloudRunSettings settings) {
    BuildPlan plan = spec.plan();
    Sizing sizing = Sizing.of(plan.tier(), plan.scaling());
    return RevisionTemplate.newBuilder()
        .putAllLabels(labels(spec))
        .putAnnotations(RELEASE, spec.release().value())
        .putAnnotations(PATH, plan.path())
        .putAnnotations(SECRETS_OF, spec.secretsOf().value())
        .putAnnotations(MIN_INSTANCES, String.valueOf(plan.scaling().minInstances()))
        .setScaling(RevisionScaling.newBuilder().setMaxInstanceCount(plan.scaling().maxInstances()))
        .setTimeout(Duration.newBuilder().setSeconds(settings.requestLimit().toSeconds()))
        .setServiceAccount(account)
        .setExecutionEnvironment(sizing.environment())
        .setMaxInstanceRequestConcurrency(sizing.concurrency())
        .setSessionAffinity(true)
        .addContainers(
            Container.newBuilder()
                .setImage(image(spec))
                .setResources(sizing.resources())
                .addPorts(ContainerPort.newBuilder().setName("http1").setContainerPort(PORT))
                .setStartupProbe(startupProbe(settings))
                .addAllEnv(environment(plan.environment(), secrets)))
        .build();
  }

  /** Labels of everything that belongs to a deployment. */
  static Map<String, String> serviceLabels(ServerSpec spec) {
    return Map.of(
        Names.DEPLOYMENT_LABEL, spec.deployment().value(),
        Names.WORKSPACE_LABEL, spec.workspace().value());
  }

  private static Map<String, String> labels(ServerSpec spec) {
    Map<String, String> labels = new TreeMap<>(serviceLabels(spec));
    String release = spec.release().value();
    labels.put(Names.RELEASE_LABEL, release.substring(0, Math.min(release.length(), MAX_LABEL)));
    return labels;
  }

  /** The same again, with the secrets as they are now. */
  static RevisionTemplate again(Revision revision, List<EnvVar> secrets) {
    Container container = revision.getContainers(0);
    Map<String, String> plain = new TreeMap<>();
    container.getEnvList().stream()
        .filter(variable -> !variable.hasValueSource())
        .forEach(variable -> plain.put(variable.getName(), variable.getValue()));
    return RevisionTemplate.newBuilder()
        .putAllLabels(revision.getLabelsMap())
        .putAllAnnotations(revision.getAnnotationsMap())
        .setScaling(revision.getScaling())
        .setTimeout(revision.getTimeout())
        .setServiceAccount(revision.getServiceAccount())
        .setExecutionEnvironment(revision.getExecutionEnvironment())
        .setMaxInstanceRequestConcurrency(revision.getMaxInstanceRequestConcurrency())
        .setSessionAffinity(revision.getSessionAffinity())
        .addContainers(container.toBuilder().clearEnv().addAllEnv(environment(plain, secrets)))
        .build();
  }

  static ReleaseId release(Revision revision) {
    return new ReleaseId(revision.getAnnotationsOrThrow(RELEASE));
  }

  /** Where the server answers MCP, below the address of its service. */
  static String path(Revision revision) {
    return revision.getAnnotationsOrThrow(PATH);
  }

  /** The deployment whose secrets a revision of {@code deployment} starts with. */
  static DeploymentId secretsOf(Map<String, String> annotations, DeploymentId deployment) {
    String named = annotations.get(SECRETS_OF);
    return named == null ? deployment : new DeploymentId(named);
  }

  static int minInstances(Revision revision) {
    return Integer.parseInt(revision.getAnnotationsOrThrow(MIN_INSTANCES));
  }

  static int maxInstances(Revision revision) {
    return revision.getScaling().getMaxInstanceCount();
  }

  /* A tag can be moved to another image after the scan and the handshake. */
  private static String image(ServerSpec spec) {
    String reference = spec.artifact().reference();
    if (!DIGEST.matcher(reference).matches()) {
      throw new SigilException(
          ErrorCode.START_FAILED, "The release's image is not named by its digest.");
    }
    return reference;
  }

  private static Probe startupProbe(CloudRunSettings settings) {
    return Probe.newBuilder()
        .setTcpSocket(TCPSocketAction.newBuilder().setPort(PORT))
        .setPeriodSeconds(1)
        .setTimeoutSeconds(1)
        .setFailureThreshold((int) settings.startLimit().toSeconds())
        .build();
  }

  /* Where a secret and a plain variable have one name, the secret is meant. */
  private static List<EnvVar> environment(Map<String, String> plain, List<EnvVar> secrets) {
    Set<String> secret = secrets.stream().map(EnvVar::getName).collect(Collectors.toSet());
    Stream<EnvVar> variables =
        plain.entrySet().stream()
            .filter(entry -> !secret.contains(entry.getKey()))
            .filter(entry -> !RESERVED.test(entry.getKey()))
            .map(
                entry ->
                    EnvVar.newBuilder().setName(entry.getKey()).setValue(entry.getValue()).build());
    return Stream.concat(variables, secrets.stream()).toList();
  }
}
