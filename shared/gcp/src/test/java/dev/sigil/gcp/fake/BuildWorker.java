package dev.sigil.gcp.fake;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** What a worker of Cloud Build does for a {@code docker build}: a test brings its own. */
@FunctionalInterface
public interface BuildWorker {
  /**
   * Builds an image.
   *
   * @return its digest, {@code sha256:…}
   * @throws StepFailure when an instruction fails
   */
  String build(DockerBuild order) throws StepFailure, InterruptedException;

  /**
   * One {@code docker build}.
   *
   * @param tag the image's name and tag
   * @param dockerfile the text of its Dockerfile
   * @param context the unpacked directory it is built from, deleted when the build has ended
   * @param arguments of {@code --build-arg}
   * @param labels of {@code --label}
   * @param built digests of earlier steps' images on the same worker, by tag
   * @param buildTags of the whole build
   */
  record DockerBuild(
      String tag,
      String dockerfile,
      Path context,
      SortedMap<String, String> arguments,
      SortedMap<String, String> labels,
      Map<String, String> built,
      List<String> buildTags) {}

  /** An instruction of the Dockerfile failed. */
  final class StepFailure extends Exception {
    private static final long serialVersionUID = 1;
    private final int exitCode;

    public StepFailure(int exitCode, String message) {
      super(message);
      this.exitCode = exitCode;
    }

    public int exitCode() {
      return exitCode;
    }
  }
}
