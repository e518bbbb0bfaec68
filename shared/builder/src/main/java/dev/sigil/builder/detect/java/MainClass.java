package dev.sigil.builder.detect.java;

import dev.sigil.builder.detect.Folder;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The class that a Java program starts with. */
final class MainClass {
  private static final int MAX_FILES = 2_000;
  private static final int MAX_FILE_BYTES = 256 * 1024;
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*){0,30}");
  private static final Pattern MAIN =
      Pattern.compile(
          "public\\s+static\\s+void\\s+main\\s*\\(|^fun\\s+main\\s*\\(", Pattern.MULTILINE);
  private static final Pattern SOURCE = Pattern.compile("src/main/(java|kotlin)/.+\\.(java|kt)");

  private MainClass() {}

  static boolean isValid(String name) {
    return name.length() <= 300 && NAME.matcher(name).matches();
  }

  /** The only class of a program that has a main method. */
  static Optional<String> only(Folder folder) {
    List<String> classes =
        folder.files().stream()
            .filter(SOURCE.asMatchPredicate())
            .filter(file -> folder.size(file) <= MAX_FILE_BYTES)
            .limit(MAX_FILES)
            .filter(file -> folder.text(file).filter(t -> MAIN.matcher(t).find()).isPresent())
            .map(MainClass::name)
            .toList();
    return classes.size() == 1 ? Optional.of(classes.getFirst()) : Optional.empty();
  }

  /* Kotlin puts the functions of Main.kt in the class MainKt. */
  private static String name(String file) {
    return file.replaceAll("^src/main/(java|kotlin)/", "")
        .replaceAll("\\.java$", "")
        .replaceAll("\\.kt$", "Kt")
        .replace('/', '.');
  }
}
