package dev.sigil.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that holds what a test expects. With {@code -Dgolden.update=true} a run writes the files
 * instead of comparing them; their diff is then reviewed like code.
 *
 * @param module the Maven module's folder from the top of the project, such as {@code
 *     shared/builder}; named in the update command
 */
public record GoldenFile(Path path, String module) {
  public static final String UPDATE = "golden.update";

  /** Fails when {@code actual} differs from the file, and says how to update it. */
  public void check(String actual) {
    if (Boolean.getBoolean(UPDATE)) {
      write(actual);
    } else {
      assertThat(read())
          .as("%s; to accept the new text: mvn test -pl %s -am -D%s=true", path, module, UPDATE)
          .isEqualTo(actual);
    }
  }

  private String read() {
    try {
      return Files.exists(path) ? Files.readString(path) : "(no such file)";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String actual) {
    try {
      Files.createDirectories(path.toAbsolutePath().getParent());
      Files.writeString(path, actual);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
