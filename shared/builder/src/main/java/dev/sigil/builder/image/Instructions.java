package dev.sigil.builder.image;

import dev.sigil.core.json.Json;
import java.util.List;

/**
 * Lines of a Dockerfile. Whatever comes from a repository goes in as a JSON list on one line, which
 * Docker neither splits nor gives to a shell.
 */
final class Instructions {
  private final StringBuilder text = new StringBuilder();

  /** {@code line} is ours, never a repository's. */
  Instructions line(String line) {
    text.append(line).append('\n');
    return this;
  }

  Instructions blank() {
    return line("");
  }

  Instructions exec(String instruction, List<String> words) {
    return line(instruction + " " + json(words));
  }

  /* `<` is escaped because a builder looks for here-documents before it parses the list. */
  private static String json(List<String> words) {
    StringBuilder json = new StringBuilder("[");
    for (String word : words) {
      json.append(json.length() == 1 ? "" : ", ").append(Json.write(word).replace("<", "\\u003c"));
    }
    return json.append(']').toString();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
