package dev.sigil.gcp.build;

import com.google.cloudbuild.v1.Build;
import com.google.cloudbuild.v1.BuildOptions;
import com.google.cloudbuild.v1.BuildOptions.LoggingMode;
import com.google.cloudbuild.v1.BuildOptions.VerifyOption;
import com.google.cloudbuild.v1.BuildStep;
import com.google.cloudbuild.v1.Hash.HashType;
import com.google.cloudbuild.v1.Source;
import com.google.cloudbuild.v1.StorageSource;
import com.google.protobuf.Duration;
import dev.sigil.core.build.BuildPlan;
import dev.sigil.core.build.ImageBuilder.BuildRequest;
import dev.sigil.gcp.Names;
import java.util.ArrayList;
import java.util.List;

/**
 * What Cloud Build is asked to do. Strangers' code runs in {@code RUN} instructions only, inside of
 * {@code docker build}, which gets neither a secret nor the build network.
 *
 * @param project that the build runs in
 * @param account e-mail of the service account that it runs as
 */
record BuildDefinition(
    ImageRepository images, String project, String account, BuildSettings settings) {
  /** The step that builds the repository's own Dockerfile, where there is one. */
  static final String REPOSITORY_STEP = "repository-image";

  /** The step that builds Sigil's Dockerfile. */
  static final String IMAGE_STEP = "image";

  private static final String DOCKER = "gcr.io/cloud-builders/docker:24.0.9";

  /* Takes the place of whatever program a Dockerfile's "# syntax=" line names. */
  private static final String SYNTAX = "BUILDKIT_SYNTAX=docker/dockerfile:1.7";

  /* A registry that does not exist: found on the worker, or not at all. */
  private static final String REPOSITORY_IMAGE = "localhost/sigil-repository";

  Build of(BuildRequest request, StoredSource source) {
    String image = images.image(request.deployment()) + ":" + Names.imageTag(request.release());
    return Build.newBuilder()
        .setSource(
            Source.newBuilder()
                .setStorageSource(
                    StorageSource.newBuilder()
                        .setBucket(source.bucket())
                        .setObject(source.object())
                        .setGeneration(source.generation())))
        .addAllSteps(steps(request, image))
        .addImages(image)
        .setServiceAccount("projects/" + project + "/serviceAccounts/" + account)
        .setTimeout(seconds(settings.timeout()))
        .setQueueTtl(seconds(settings.queueTime()))
        .setOptions(
            BuildOptions.newBuilder()
                .setLogging(LoggingMode.CLOUD_LOGGING_ONLY)
                .setRequestedVerifyOption(VerifyOption.VERIFIED)
                .addSourceProvenanceHash(HashType.SHA256)
                .setMachineType(settings.machine()))
        .addTags(Names.BUILD_TAG)
        .addTags(Names.deploymentTag(request.deployment()))
        .addTags(Names.releaseTag(request.release()))
        .build();
  }

  private static List<BuildStep> steps(BuildRequest request, String image) {
    BuildPlan plan = request.plan();
    String dockerfile = plan.dockerfile();
    List<String> arguments = new ArrayList<>();
    List<BuildStep> steps = new ArrayList<>();
    if (dockerfile != null) {
      steps.add(repositoryStep(plan, dockerfile));
      arguments.add("--build-arg=SOURCE_IMAGE=" + REPOSITORY_IMAGE);
    }
    arguments.addAll(
        List.of(
            "--label=dev.sigil.release=" + request.release(),
            "--label=org.opencontainers.image.revision=" + request.commit(),
            "--tag=" + image,
            "--file=" + SourceArchive.DOCKERFILE,
            SourceArchive.TREE));
    steps.add(docker(IMAGE_STEP, arguments));
    return steps;
  }

  private static BuildStep repositoryStep(BuildPlan plan, String dockerfile) {
    String context =
        plan.folder().isEmpty() ? SourceArchive.TREE : SourceArchive.TREE + "/" + plan.folder();
    return docker(
        REPOSITORY_STEP,
        List.of(
            "--build-arg=" + SYNTAX,
            "--tag=" + REPOSITORY_IMAGE,
            "--file=" + SourceArchive.TREE + "/" + dockerfile,
            context));
  }

  private static BuildStep docker(String id, List<String> arguments) {
    BuildStep.Builder step =
        BuildStep.newBuilder().setId(id).setName(DOCKER).addEnv("DOCKER_BUILDKIT=1");
    step.addArgs("build");
    arguments.forEach(argument -> step.addArgs(literal(argument)));
    return step.build();
  }

  /* Cloud Build substitutes variables in arguments, and paths are a repository's. */
  private static String literal(String argument) {
    return argument.replace("$", "$$");
  }

  private static Duration seconds(java.time.Duration duration) {
    return Duration.newBuilder().setSeconds(duration.toSeconds()).build();
  }
}
