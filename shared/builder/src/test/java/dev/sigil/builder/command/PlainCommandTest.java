package dev.sigil.builder.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

class PlainCommandTest {
  /** Whatever is taken for plain, a real shell splits into the same words. */
  @Property(tries = 150)
  void parse_agreesWithAShell(
      @ForAll
          @StringLength(min = 1, max = 12)
          @Chars({'a', 'b', ' ', '\'', '"', '\\', '=', '$', '*', ';', '#', '~', '-', '/'})
          String line)
      throws IOException, InterruptedException {
    Optional<PlainCommand> command = PlainCommand.parse(line);
    if (command.isPresent() && command.get().environment().isEmpty()) {
      assertThat(shell(line)).isEqualTo(command.get().words());
    }
  }

  private static List<String> shell(String line) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "-c", "set -f; printf '<%s>\\n' " + line)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output.lines().map(word -> word.substring(1, word.length() - 1)).toList();
  }
}
