package dev.sigil.builder.image;

import dev.sigil.core.build.BuildPlan;
import dev.sigil.core.build.Language;
import dev.sigil.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The images that servers are built and run in. Data, so that a digest is pinned or renewed without
 * touching code: {@code base-images.json}.
 *
 * @param digests image reference to {@code sha256:…}; an image without one is used by its tag
 */
public record BaseImages(Map<String, String> digests, List<Row> images) {
  private static final String RESOURCE = "base-images.json";

  public BaseImages {
    digests = Map.copyOf(digests);
    images = List.copyOf(images);
  }

  /**
   * The images of one language version.
   *
   * @param tool the program that the first build step runs, where it decides; null for any
   */
  public record Row(
      Language language, String version, @Nullable String tool, String build, String run) {}

  /** The table that ships with Sigil. */
  public static BaseImages standard() {
    try (InputStream in =
        Objects.requireNonNull(BaseImages.class.getResourceAsStream(RESOURCE), RESOURCE)) {
      return Json.read(in.readAllBytes(), BaseImages.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The row for a plan's language, version and build tool. */
  Row of(BuildPlan plan, String version) {
    String tool = plan.steps().isEmpty() ? "" : plan.steps().getFirst().command().getFirst();
    return images.stream()
        .filter(row -> row.language() == plan.runtime() && row.version().equals(version))
        .filter(row -> row.tool() == null || row.tool().equals(tool))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("no image for " + plan.runtime() + " " + version));
  }

  /** {@code name:tag@sha256:…} where the digest is known. */
  String pinned(String image) {
    String digest = digests.get(image);
    return digest == null ? image : image + "@" + digest;
  }
}
