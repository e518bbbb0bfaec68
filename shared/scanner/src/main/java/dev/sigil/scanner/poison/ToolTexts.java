package dev.sigil.scanner.poison;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.tool.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a model reads of a tool: every text of its schemas counts, since clients hand all of it on.
 *
 * @param read titles, descriptions, defaults, examples, allowed values
 * @param parameters names of properties, at any depth
 */
record ToolTexts(List<String> read, List<String> parameters) {
  private static final Set<String> NAMED = Set.of("properties", "$defs", "definitions");

  static ToolTexts of(Tool tool) {
    ToolTexts texts = new ToolTexts(new ArrayList<>(), new ArrayList<>());
    texts.add(tool.title());
    texts.add(tool.description());
    texts.collect(tool.inputSchema());
    texts.collect(tool.outputSchema());
    texts.collect(tool.annotations());
    return texts;
  }

  private void add(@Nullable String text) {
    if (text != null && !text.isBlank()) {
      read.add(text);
    }
  }

  /* A tool nests at most 40 levels deep. */
  private void collect(@Nullable JsonNode node) {
    if (node == null) {
      return;
    }
    if (node.isTextual()) {
      add(node.textValue());
    } else if (node.isObject()) {
      node.properties()
          .forEach(
              field -> {
                if (NAMED.contains(field.getKey()) && field.getValue().isObject()) {
                  field.getValue().fieldNames().forEachRemaining(parameters::add);
                  field.getValue().fieldNames().forEachRemaining(this::add);
                }
                collect(field.getValue());
              });
    } else {
      node.forEach(this::collect);
    }
  }
}
