package dev.sigil.builder.detect.declared;

import dev.sigil.builder.manifest.PlainYaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a smithery.yaml says beside what is detected from it, and what of it cannot be carried over.
 * It is read as data: its JavaScript is never run.
 *
 * @param environment plain variables
 * @param notes full sentences, for people
 */
public record SmitheryMigration(SortedMap<String, String> environment, List<String> notes) {
  public static final String FILE = "smithery.yaml";

  /** Reads a file; {@code MANIFEST_INVALID} when it is none. */
  public static SmitheryMigration read(byte[] bytes) {
    PlainYaml yaml = PlainYaml.read(FILE, bytes);
    List<String> notes = new ArrayList<>();
    SortedMap<String, String> environment = new TreeMap<>();
    yaml.texts("env")
        .forEach(
            (name, value) -> {
              if (name.matches("[A-Z_][A-Z0-9_]{0,127}")
                  && value.matches("[^\\x00-\\x1f\\x7f]{0,4096}")) {
                environment.put(name, value);
              } else {
                notes.add("The variable " + name + " cannot be set as it is written.");
              }
            });
    Optional<String> function =
        yaml.text("startCommand", "commandFunction").or(() -> yaml.text("commandFunction"));
    Optional<CommandFunction> read = function.flatMap(CommandFunction::read);
    if (function.isPresent() && read.isEmpty()) {
      notes.add(
          "`commandFunction` computes its command in JavaScript, which is not run: check `start`.");
    }
    List<String> settings =
        Stream.concat(
                yaml.keys("startCommand", "configSchema", "properties").stream(),
                yaml.keys("configSchema", "properties").stream())
            .filter(name -> name.matches("[A-Za-z0-9_.-]{1,100}"))
            .distinct()
            .sorted()
            .toList();
    List<String> unread = settings.stream().filter(name -> !mentioned(function, name)).toList();
    if (!unread.isEmpty()) {
      notes.add(
          "Of `configSchema` these are not read by the command: "
              + String.join(", ", unread)
              + ". What the server needs of them goes to `secrets` or `env`.");
    }
    if (!settings.isEmpty()) {
      notes.add("Each user's own settings become secrets of the server, set once by its owner.");
    }
    return new SmitheryMigration(environment, List.copyOf(notes));
  }

  private static boolean mentioned(Optional<String> function, String setting) {
    return function.filter(text -> text.contains(setting)).isPresent();
  }
}
