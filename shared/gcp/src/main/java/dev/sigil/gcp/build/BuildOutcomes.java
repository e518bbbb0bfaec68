package dev.sigil.gcp.build;

import com.google.cloudbuild.v1.Build;
import com.google.cloudbuild.v1.Build.FailureInfo.FailureType;
import com.google.cloudbuild.v1.BuildStep;
import com.google.cloudbuild.v1.BuiltImage;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.build.Artifact;
import dev.sigil.core.deploy.Failure;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.event.BuildFinished;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.gcp.Names;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads what the end of a build means for its release. A build is Sigil's when it ran as the build
 * account and carries a release's tag.
 */
record BuildOutcomes(ImageRepository images, String account, BuildLogs logs) {
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final int MAX_DETAIL = 500;

  /** The outcome, or empty when the build has not ended or is not Sigil's. */
  Optional<BuildFinished> of(Build build) {
    return release(build).flatMap(release -> outcome(release, build));
  }

  private Optional<ReleaseId> release(Build build) {
    return build.getServiceAccount().endsWith("/serviceAccounts/" + account)
        ? build.getTagsList().stream().flatMap(tag -> Names.taggedRelease(tag).stream()).findFirst()
        : Optional.empty();
  }

  private Optional<BuildFinished> outcome(ReleaseId release, Build build) {
    return switch (build.getStatus()) {
      case SUCCESS -> Optional.of(succeeded(release, build));
      case FAILURE -> Optional.of(failed(release, failure(build)));
      case TIMEOUT ->
          Optional.of(
              failed(
                  release,
                  new SigilException(
                      ErrorCode.BUILD_TIMEOUT,
                      "The build took longer than "
                          + inWords(build.getTimeout().getSeconds())
                          + ".")));
      case CANCELLED ->
          Optional.of(
              failed(
                  release,
                  new SigilException(
                      ErrorCode.BUILD_FAILED,
                      "The build was cancelled.",
                      "Deploy again to build this commit.")));
      case EXPIRED ->
          Optional.of(
              failed(
                  release,
                  new SigilException(
                      ErrorCode.UNAVAILABLE,
                      "The build waited for a worker longer than "
                          + inWords(build.getQueueTtl().getSeconds())
                          + ".",
                      "Deploy again later; the platform was building much else.")));
      case INTERNAL_ERROR -> Optional.of(failed(release, internal("met an error of its own")));
      case STATUS_UNKNOWN, PENDING, QUEUED, WORKING, UNRECOGNIZED -> Optional.empty();
    };
  }

  /* An image elsewhere would be one that somebody else may write. */
  private BuildFinished succeeded(ReleaseId release, Build build) {
    String image = images.image(release.deployment());
    String tagged = image + ":" + Names.imageTag(release);
    List<BuiltImage> built = build.getResults().getImagesList();
    boolean ours =
        built.size() == 1
            && built.getFirst().getName().equals(tagged)
            && DIGEST.matcher(built.getFirst().getDigest()).matches();
    return ours
        ? BuildFinished.succeeded(release, new Artifact(image + "@" + built.getFirst().getDigest()))
        : failed(release, internal("did not push the image of this release, and nothing else"));
  }

  private SigilException failure(Build build) {
    FailureType type = build.getFailureInfo().getType();
    return switch (type) {
      case PUSH_FAILED, PUSH_NOT_AUTHORIZED -> internal("could not push the image");
      case LOGGING_FAILURE -> internal("could not write the log");
      case FETCH_SOURCE_FAILED -> internal("could not read the source");
      case FAILURE_TYPE_UNSPECIFIED, PUSH_IMAGE_NOT_FOUND, USER_BUILD_STEP, UNRECOGNIZED ->
          new SigilException(ErrorCode.BUILD_FAILED, reason(build));
    };
  }

  private String reason(Build build) {
    List<String> tail = logs.tail(build.getId());
    String step =
        build.getStepsList().stream()
            .filter(ran -> ran.getStatus() == Build.Status.FAILURE)
            .findFirst()
            .map(BuildOutcomes::ended)
            .orElse("The build failed");
    String detail = build.getFailureInfo().getDetail();
    String shortened =
        detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) + "…" : detail;
    String explanation = tail.isEmpty() ? shortened : String.join(" | ", tail);
    return explanation.isBlank() ? step + "." : step + ": " + explanation;
  }

  private static String ended(BuildStep step) {
    String what =
        step.getId().equals(BuildDefinition.REPOSITORY_STEP)
            ? "The build of the repository's Dockerfile"
            : "The build of the image";
    return what + " ended with exit code " + step.getExitCode();
  }

  private static SigilException internal(String problem) {
    return new SigilException(
        ErrorCode.INTERNAL,
        "Cloud Build " + problem + ".",
        "Deploy again; if it stays, report the release to the operator.");
  }

  private static BuildFinished failed(ReleaseId release, SigilException cause) {
    return BuildFinished.failed(release, Failure.of(ReleaseState.BUILDING, cause));
  }

  private static String inWords(long seconds) {
    return seconds < 120
        ? seconds + " seconds"
        : Duration.ofSeconds(seconds).toMinutes() + " minutes";
  }
}
