package dev.sigil.gcp.fake;

import com.google.cloud.run.v2.Container;
import com.google.cloud.run.v2.EnvVar;
import com.google.cloud.run.v2.ExecutionEnvironment;
import com.google.cloud.run.v2.Probe;
import com.google.cloud.run.v2.ResourceRequirements;
import com.google.cloud.run.v2.RevisionTemplate;
import com.google.cloud.run.v2.Service;
import com.google.cloud.run.v2.ServiceScaling;
import com.google.cloud.run.v2.ServiceScaling.ScalingMode;
import com.google.cloud.run.v2.TrafficTarget;
import com.google.cloud.run.v2.TrafficTargetAllocationType;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What Cloud Run's documentation asks of a service. Each rule refuses with INVALID_ARGUMENT. */
final class CloudRunRules {
  private static final Pattern SERVICE = Pattern.compile("[a-z](?:[a-z0-9-]{0,47}[a-z0-9])?");
  private static final Pattern LABEL_KEY = Pattern.compile("[a-z][a-z0-9_-]{0,62}");
  private static final Pattern LABEL = Pattern.compile("[a-z0-9_-]{0,63}");
  private static final Pattern SYSTEM =
      Pattern.compile(".*(run\\.googleapis\\.com|cloud\\.googleapis\\.com|knative\\.dev)/.*");
  private static final Pattern DIGEST =
      Pattern.compile("[a-z0-9.-]+(?:/[a-z0-9._-]+)+@sha256:[0-9a-f]{64}");
  private static final Pattern CPU = Pattern.compile("([1-8])|([0-9]{2,3})m");
  private static final Pattern MEMORY = Pattern.compile("([0-9]+)Mi");
  private static final Pattern TAG = Pattern.compile("[a-z](?:[a-z0-9-]*[a-z0-9])?");
  private static final Pattern RESERVED =
      Pattern.compile("PORT|K_SERVICE|K_REVISION|K_CONFIGURATION|CLOUD_RUN_.*");

  private CloudRunRules() {}

  static void checkId(String id) {
    Answers.require(
        SERVICE.matcher(id).matches(),
        "service_id must begin with a letter, not end with a hyphen, and be under 50 characters.");
  }

  static void check(String id, Service service) {
    Answers.require(service.hasTemplate(), "service.template is required.");
    checkLabels(service.getLabelsMap());
    checkAnnotations(service.getAnnotationsMap());
    checkScaling(service.getScaling());
    checkTemplate(id, service.getTemplate());
  }

  /** Traffic among the revisions that there are once the change is done. */
  static void checkTraffic(String id, Service service, Set<String> revisions) {
    int percent = 0;
    Set<String> tags = new HashSet<>();
    for (TrafficTarget target : service.getTrafficList()) {
      Answers.require(
          target.getType() == TrafficTargetAllocationType.TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION,
          "a target of traffic names its revision.");
      Answers.require(
          revisions.contains(target.getRevision()),
          "Revision '" + target.getRevision() + "' does not exist.");
      Answers.require(target.getPercent() >= 0, "traffic.percent must not be negative.");
      percent += target.getPercent();
      String tag = target.getTag();
      Answers.require(tag.isEmpty() || TAG.matcher(tag).matches(), "traffic.tag is not valid.");
      Answers.require(
          tag.length() + id.length() <= 46, "tag and service take 46 characters at most.");
      Answers.require(tag.isEmpty() || tags.add(tag), "traffic.tag must be unique.");
    }
    Answers.require(percent == 100, "traffic.percent must sum up to 100.");
  }

  private static void checkLabels(Map<String, String> labels) {
    Answers.require(labels.size() <= 64, "a resource has 64 labels at most.");
    labels.forEach(
        (key, value) ->
            Answers.require(
                LABEL_KEY.matcher(key).matches() && LABEL.matcher(value).matches(),
                "label " + key + "=" + value + " is not valid."));
  }

  private static void checkAnnotations(Map<String, String> annotations) {
    annotations
        .keySet()
        .forEach(
            key ->
                Answers.require(
                    !SYSTEM.matcher(key).matches(), "annotation " + key + " is reserved."));
  }

  private static void checkScaling(ServiceScaling scaling) {
    if (scaling.getScalingMode() == ScalingMode.MANUAL) {
      Answers.require(
          scaling.hasManualInstanceCount(), "manual scaling needs manual_instance_count.");
      Answers.require(
          scaling.getMinInstanceCount() == 0 && scaling.getMaxInstanceCount() == 0,
          "manual scaling takes no minimum and no maximum.");
      return;
    }
    Answers.require(
        !scaling.hasManualInstanceCount(), "manual_instance_count needs manual scaling.");
    Answers.require(
        scaling.getMaxInstanceCount() == 0
            || scaling.getMinInstanceCount() <= scaling.getMaxInstanceCount(),
        "min_instance_count exceeds max_instance_count.");
  }

  private static void checkTemplate(String id, RevisionTemplate template) {
    String revision = template.getRevision();
    Answers.require(
        revision.startsWith(id + "-") && SERVICE_REVISION.matcher(revision).matches(),
        "template.revision must be prefixed by the service's name and have 63 characters at most.");
    checkLabels(template.getLabelsMap());
    checkAnnotations(template.getAnnotationsMap());
    long timeout = template.getTimeout().getSeconds();
    Answers.require(timeout > 0 && timeout <= 3600, "template.timeout is at most 60 minutes.");
    Answers.require(
        template.getServiceAccount().contains("@"), "template.service_account is an e-mail.");
    Answers.require(template.getContainersCount() == 1, "one container serves requests.");
    Container container = template.getContainers(0);
    Answers.require(
        DIGEST.matcher(container.getImage()).matches(), "the image must be named by its digest.");
    Answers.require(container.getPortsCount() == 1, "the container needs one port.");
    checkSize(template, container.getResources());
    checkProbe(container);
    checkEnvironment(container);
  }

  private static final Pattern SERVICE_REVISION = Pattern.compile("[a-z][a-z0-9-]{0,61}[a-z0-9]");

  private static void checkSize(RevisionTemplate template, ResourceRequirements resources) {
    java.util.regex.Matcher cpu = CPU.matcher(resources.getLimitsOrDefault("cpu", ""));
    java.util.regex.Matcher memory = MEMORY.matcher(resources.getLimitsOrDefault("memory", ""));
    Answers.require(cpu.matches(), "limits.cpu is 0.08 to less than 1, or 1, 2, 4, 6 or 8.");
    Answers.require(memory.matches(), "limits.memory is not valid.");
    int milli =
        cpu.group(1) == null
            ? Integer.parseInt(cpu.group(2))
            : Integer.parseInt(cpu.group(1)) * 1_000;
    int mebibytes = Integer.parseInt(memory.group(1));
    int concurrency = template.getMaxInstanceRequestConcurrency();
    boolean second =
        template.getExecutionEnvironment() == ExecutionEnvironment.EXECUTION_ENVIRONMENT_GEN2;
    Answers.require(
        milli >= 80 && milli != 3_000 && milli != 5_000 && milli != 7_000, "limits.cpu");
    Answers.require(concurrency >= 1 && concurrency <= 1_000, "concurrency is 1 to 1000.");
    Answers.require(milli >= 1_000 || concurrency == 1, "below 1 vCPU, concurrency must be 1.");
    Answers.require(milli >= 1_000 || !second, "below 1 vCPU, only the first generation runs.");
    Answers.require(
        milli >= 1_000 || resources.getCpuIdle(), "below 1 vCPU, CPU is given to requests only.");
    Answers.require(!second || mebibytes >= 512, "the second generation needs 512 MiB.");
    Answers.require(mebibytes >= 128, "memory is at least 128 MiB.");
    Answers.require(mebibytes <= 512 || milli >= 500, "over 512 MiB needs 0.5 vCPU.");
    Answers.require(mebibytes <= 1_024 || milli >= 1_000, "over 1 GiB needs 1 vCPU.");
    Answers.require(mebibytes <= 4_096 || milli >= 2_000, "over 4 GiB needs 2 vCPU.");
  }

  private static void checkProbe(Container container) {
    Probe probe = container.getStartupProbe();
    Answers.require(probe.hasTcpSocket(), "the startup probe connects.");
    Answers.require(
        probe.getTcpSocket().getPort() == container.getPorts(0).getContainerPort(),
        "the startup probe goes to the container's port.");
    Answers.require(
        probe.getTimeoutSeconds() <= probe.getPeriodSeconds(),
        "timeout_seconds must not exceed period_seconds.");
    Answers.require(
        probe.getPeriodSeconds() * probe.getFailureThreshold() <= 240,
        "a startup probe takes 240 seconds at most.");
  }

  private static void checkEnvironment(Container container) {
    Set<String> names = new HashSet<>();
    for (EnvVar variable : container.getEnvList()) {
      String name = variable.getName();
      Answers.require(!name.isEmpty() && names.add(name), "env." + name + " is there twice.");
      Answers.require(!RESERVED.matcher(name).matches(), "env." + name + " is reserved.");
      Answers.require(
          !variable.hasValueSource()
              || variable
                  .getValueSource()
                  .getSecretKeyRef()
                  .getVersion()
                  .matches("latest|[1-9][0-9]*"),
          "env." + name + " must name a version.");
    }
  }
}
