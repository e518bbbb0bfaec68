package dev.sigil.testkit.emulator;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The installation of gcloud on the path, and the emulators beside it.
 *
 * @param platform where its components are; null when there is no gcloud
 */
record GoogleCloudSdk(@Nullable Path platform) {
  private static final String INSTALL =
      "Tests against Firestore and Pub/Sub need Google's emulators beside the gcloud on the path:"
          + " gcloud components install cloud-firestore-emulator pubsub-emulator, or from Google's"
          + " Debian packages google-cloud-cli-firestore-emulator and"
          + " google-cloud-cli-pubsub-emulator.";

  static GoogleCloudSdk locate() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(directory -> Path.of(directory, "gcloud"))
        .filter(Files::isExecutable)
        .findFirst()
        .flatMap(GoogleCloudSdk::platform)
        .map(GoogleCloudSdk::new)
        .orElse(new GoogleCloudSdk(null));
  }

  /** What is missing, for people; empty when both emulators are there. */
  static Optional<String> missing() {
    GoogleCloudSdk sdk = locate();
    boolean complete =
        sdk.find(FirestoreEmulator.JAR).isPresent() && sdk.find(PubSubEmulator.JAR).isPresent();
    return complete ? Optional.empty() : Optional.of(INSTALL);
  }

  /**
   * A component's file.
   *
   * @param pattern a path whose last name may hold {@code *}
   * @throws IllegalStateException saying what to install, when it is missing
   */
  Path file(String pattern) {
    return find(pattern).orElseThrow(() -> new IllegalStateException(INSTALL));
  }

  private Optional<Path> find(String pattern) {
    if (platform == null) {
      return Optional.empty();
    }
    int slash = pattern.lastIndexOf('/');
    Path directory = platform.resolve(pattern.substring(0, slash));
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(directory, pattern.substring(slash + 1))) {
      Iterator<Path> files = found.iterator();
      return files.hasNext() ? Optional.of(files.next()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<Path> platform(Path gcloud) {
    try {
      return Optional.of(gcloud.toRealPath().resolve("../../platform").normalize());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
