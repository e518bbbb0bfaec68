package dev.sigil.builder.manifest;

import dev.sigil.core.build.Language;
import java.util.List;
import java.util.Map;

/** The versions of each language that Sigil has base images for, oldest first. */
public final class Runtimes {
  private static final Map<Language, List<String>> VERSIONS =
      Map.of(
          Language.NODE, List.of("20", "22", "24"),
          Language.PYTHON, List.of("3.10", "3.11", "3.12", "3.13", "3.14"),
          Language.JAVA, List.of("17", "21", "25"),
          Language.GO, List.of("1.24", "1.25"),
          Language.CONTAINER, List.of());

  private static final Map<Language, String> DEFAULTS =
      Map.of(
          Language.NODE, "24",
          Language.PYTHON, "3.13",
          Language.JAVA, "25",
          Language.GO, "1.25",
          Language.CONTAINER, "");

  private Runtimes() {}

  public static List<String> versions(Language language) {
    return VERSIONS.getOrDefault(language, List.of());
  }

  /** What an empty {@link dev.sigil.core.build.BuildPlan#runtimeVersion} stands for. */
  public static String defaultVersion(Language language) {
    return DEFAULTS.getOrDefault(language, "");
  }
}
