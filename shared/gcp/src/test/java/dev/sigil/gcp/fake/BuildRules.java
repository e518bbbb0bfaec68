package dev.sigil.gcp.fake;

import com.google.cloudbuild.v1.Build;
import com.google.cloudbuild.v1.BuildOptions.LoggingMode;
import com.google.cloudbuild.v1.BuildStep;
import com.google.cloudbuild.v1.StorageSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What Cloud Build's documentation asks of a build, and what Sigil asks of its own. */
final class BuildRules {
  private static final long DAY = 24 * 60 * 60;
  private static final int MAX_STEPS = 300;
  private static final int MAX_TAGS = 64;
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]");
  private static final Pattern ACCOUNT =
      Pattern.compile(
          "projects/[a-z][a-z0-9-]{4,28}[a-z0-9]/serviceAccounts/"
              + "[a-z][a-z0-9-]{4,28}[a-z0-9]@[a-z][a-z0-9-]{4,28}[a-z0-9]\\.iam\\.gserviceaccount\\.com");
  private static final Pattern IMAGE =
      Pattern.compile(
          "[a-z0-9-]+-docker\\.pkg\\.dev/[a-z][a-z0-9-]+/[a-z][a-z0-9-]*(/[a-z0-9][a-z0-9._-]*)+"
              + ":[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
  private static final Pattern SUBSTITUTION = Pattern.compile("(?<!\\$)(\\$\\$)*\\$(?!\\$)");
  private static final Pattern STEP_ID = Pattern.compile("[A-Za-z0-9 ._-]{1,100}");

  private BuildRules() {}

  /** Why Cloud Build would refuse the build; empty when it would not. */
  static Optional<String> problem(Build build) {
    return Stream.of(
            outputOnly(build),
            source(build),
            steps(build),
            account(build),
            times(build),
            tags(build))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> outputOnly(Build build) {
    boolean set =
        !build.getId().isEmpty()
            || build.getStatus() != Build.Status.STATUS_UNKNOWN
            || build.hasResults()
            || build.hasCreateTime();
    return when(set, "output-only fields are set");
  }

  private static Optional<String> source(Build build) {
    StorageSource source = build.getSource().getStorageSource();
    boolean named =
        BUCKET.matcher(source.getBucket()).matches()
            && !source.getObject().isEmpty()
            && source.getObject().matches(".*\\.(tar\\.gz|zip)")
            && source.getGeneration() > 0;
    return when(!named, "the source names no bucket, archive and generation");
  }

  private static Optional<String> steps(Build build) {
    Set<String> ids = new HashSet<>();
    boolean complete =
        build.getStepsCount() > 0
            && build.getStepsCount() <= MAX_STEPS
            && build.getStepsList().stream()
                .allMatch(
                    step ->
                        step.getName().matches("[a-z0-9./-]+:[A-Za-z0-9_.-]+")
                            && STEP_ID.matcher(step.getId()).matches()
                            && ids.add(step.getId()));
    if (!complete) {
      return Optional.of("a step lacks its pinned builder or an id of its own");
    }
    if (build.getStepsList().stream()
        .flatMap(step -> step.getArgsList().stream())
        .anyMatch(argument -> SUBSTITUTION.matcher(argument).find())) {
      return Optional.of("a key in the template is not a valid built-in substitution");
    }
    return build.getStepsList().stream().flatMap(step -> exposure(step).stream()).findFirst();
  }

  /* Not Google's rule: what strangers' code may reach is Sigil's. */
  private static Optional<String> exposure(BuildStep step) {
    boolean exposed =
        step.getArgsList().stream().anyMatch(argument -> argument.contains("--network"))
            || step.getSecretEnvCount() > 0
            || step.getArgsList().stream().anyMatch(argument -> argument.startsWith("--secret"))
            || !step.getEntrypoint().isEmpty()
            || !step.getScript().isEmpty();
    return when(exposed, "a step gives strangers' code more than it needs");
  }

  private static Optional<String> account(Build build) {
    if (!ACCOUNT.matcher(build.getServiceAccount()).matches()) {
      return Optional.of("invalid service account");
    }
    LoggingMode mode = build.getOptions().getLogging();
    boolean logged =
        !build.getLogsBucket().isEmpty()
            || mode == LoggingMode.CLOUD_LOGGING_ONLY
            || mode == LoggingMode.NONE;
    return when(
        !logged,
        "if 'build.service_account' is specified, the build must either (a) specify"
            + " 'build.logs_bucket', (b) use the REGIONAL_USER_OWNED_BUCKET"
            + " build.options.default_logs_bucket_behavior option, or (c) use either"
            + " CLOUD_LOGGING_ONLY / NONE logging options");
  }

  private static Optional<String> times(Build build) {
    long timeout = build.getTimeout().getSeconds();
    long queue = build.getQueueTtl().getSeconds();
    return when(
        timeout < 1 || timeout > DAY || queue < 1 || queue > DAY,
        "timeout and queue TTL must be within 24 hours");
  }

  private static Optional<String> tags(Build build) {
    boolean wrong =
        build.getTagsCount() > MAX_TAGS
            || !build.getTagsList().stream().allMatch(tag -> TAG.matcher(tag).matches())
            || !build.getImagesList().stream().allMatch(image -> IMAGE.matcher(image).matches());
    return when(wrong, "invalid tag or image name");
  }

  private static Optional<String> when(boolean wrong, String problem) {
    return wrong ? Optional.of(problem) : Optional.empty();
  }
}
