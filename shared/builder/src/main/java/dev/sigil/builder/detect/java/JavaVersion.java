package dev.sigil.builder.detect.java;

import dev.sigil.builder.detect.Folder;
import dev.sigil.builder.manifest.Runtimes;
import dev.sigil.core.build.Language;
import java.util.List;

/** Chooses a Java version. */
final class JavaVersion {
  private JavaVersion() {}

  /** The version that {@code release} names; empty when there is no image of it. */
  static String of(String release) {
    String major = release.startsWith("1.") ? release.substring(2) : release;
    return Runtimes.versions(Language.JAVA).contains(major) ? major : "";
  }

  static List<String> notes(Folder folder) {
    return folder.has("mvnw")
        ? List.of("The Maven wrapper is not used; the platform's Maven builds.")
        : List.of();
  }
}
