package dev.sigil.functions.allinone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The one table of settings names exactly the variables that the code reads. */
final class ConfigurationTableTest {
  private static final Path ROOT = Path.of("../..");
  private static final Path TABLE = ROOT.resolve("functions/CONFIGURATION.md");
  private static final Pattern READ =
      Pattern.compile(
          "environment\\s*\\.(?:text|required|integer|duration|path|value)\\(\\s*\"(SIGIL_[A-Z0-9_]+)\"|positive\\(environment, \"([A-Z0-9_]+)\"");
  private static final Pattern ROW = Pattern.compile("^\\| `([A-Z0-9_]+)` \\|", Pattern.MULTILINE);

  @Test
  void table_namesWhatTheCodeReads() throws IOException {
    SortedSet<String> read = new TreeSet<>();
    for (String folder : List.of("shared", "functions")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
        for (Path file : files.filter(ConfigurationTableTest::isMainSource).toList()) {
          read.addAll(all(READ, Files.readString(file)));
        }
      }
    }

    assertThat(all(ROW, Files.readString(TABLE))).isEqualTo(read);
  }

  private static boolean isMainSource(Path file) {
    return file.toString().contains("/src/main/java/") && file.toString().endsWith(".java");
  }

  private static SortedSet<String> all(Pattern pattern, String text) {
    SortedSet<String> found = new TreeSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(
          matcher.group(1) == null && matcher.groupCount() > 1
              ? matcher.group(2)
              : matcher.group(1));
    }
    return found;
  }
}
