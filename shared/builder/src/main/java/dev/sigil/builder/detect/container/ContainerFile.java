package dev.sigil.builder.detect.container;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.builder.command.PlainCommand;
import dev.sigil.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the last stage of a Dockerfile says about its start.
 *
 * @param start entry point and command together; empty when a shell would be needed, or none is
 *     given
 * @param exposesPort whether it says that it listens
 */
record ContainerFile(List<String> start, boolean exposesPort) {
  static ContainerFile parse(String text) {
    List<String> entrypoint = List.of();
    @Nullable List<String> command = List.of();
    boolean plainEntrypoint = true;
    boolean exposes = false;
    for (String line : text.replaceAll("\\\\\r?\n", " ").lines().map(String::strip).toList()) {
      String word = line.split("\\s", 2)[0].toUpperCase(Locale.ROOT);
      String rest = line.substring(word.length()).strip();
      switch (word) {
        case "FROM" -> {
          entrypoint = List.of();
          command = List.of();
          plainEntrypoint = true;
          exposes = false;
        }
        case "EXPOSE" -> exposes = true;
        case "ENTRYPOINT" -> {
          plainEntrypoint = words(rest).isPresent();
          entrypoint = words(rest).orElse(List.of());
        }
        case "CMD" -> command = words(rest).orElse(null);
        default -> {}
      }
    }
    List<String> start = new ArrayList<>(entrypoint);
    if (command != null) {
      start.addAll(command);
    }
    return new ContainerFile(
        plainEntrypoint && command != null ? List.copyOf(start) : List.of(), exposes);
  }

  private static Optional<List<String>> words(String rest) {
    if (!rest.startsWith("[")) {
      return PlainCommand.parse(rest).map(PlainCommand::words);
    }
    try {
      List<String> words = new ArrayList<>();
      for (JsonNode word : Json.parse(rest)) {
        words.add(word.asText());
      }
      return Optional.of(words);
    } catch (Json.MalformedException e) {
      return Optional.empty();
    }
  }
}
