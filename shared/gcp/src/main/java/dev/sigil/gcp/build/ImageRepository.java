package dev.sigil.gcp.build;

import dev.sigil.core.id.DeploymentId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one repository in Artifact Registry that images are pushed to, a package for each deployment.
 *
 * @param location region of the repository
 */
public record ImageRepository(String location, String project, String repository) {
  private static final Pattern SHAPE =
      Pattern.compile(
          "([a-z0-9-]{1,40})-docker\\.pkg\\.dev/([a-z][a-z0-9.:-]{4,60})/([a-z][a-z0-9-]{0,61}[a-z0-9])");

  /**
   * Reads {@code LOCATION-docker.pkg.dev/PROJECT/REPOSITORY}.
   *
   * @throws IllegalArgumentException when it is not that
   */
  public static ImageRepository parse(String text) {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "an image repository is LOCATION-docker.pkg.dev/PROJECT/REPOSITORY");
    }
    return new ImageRepository(matcher.group(1), matcher.group(2), matcher.group(3));
  }

  /** The image of a deployment, without tag or digest. */
  public String image(DeploymentId deployment) {
    return location + "-docker.pkg.dev/" + project + "/" + repository + "/" + deployment;
  }

  /** The resource that holds every image of a deployment. */
  public String packageName(DeploymentId deployment) {
    return "projects/"
        + project
        + "/locations/"
        + location
        + "/repositories/"
        + repository
        + "/packages/"
        + deployment;
  }
}
