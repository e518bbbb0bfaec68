package dev.sigil.core.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.json.Json;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A tool as its server describes it. Only what a model or a client acts on is kept: what else an
 * answer holds ({@code icons}, {@code _meta}) may differ from one answer to the next.
 *
 * @param name 1 to 128 ASCII letters, digits, underscores, hyphens, dots and slashes
 * @param inputSchema JSON Schema of type {@code object}
 */
public record Tool(
    String name,
    @Nullable String title,
    @Nullable String description,
    ObjectNode inputSchema,
    @Nullable ObjectNode outputSchema,
    @Nullable ObjectNode annotations) {
  /** The names of the fields that are compared, in the order in which a difference lists them. */
  static final List<String> FIELDS =
      List.of("title", "description", "inputSchema", "outputSchema", "annotations");

  /** How deep a schema may nest; the store and every client have a bound of their own. */
  static final int MAX_DEPTH = 40;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_./-]{1,128}");
  private static final int MAX_SHOWN = 80;

  /**
   * Reads an item of a {@code tools/list} answer.
   *
   * @throws SigilException {@code TOOLS_INVALID}
   */
  public static Tool of(ObjectNode answered) {
    JsonNode name = answered.path("name");
    if (!name.isTextual() || !NAME.matcher(name.textValue()).matches()) {
      throw invalid(
          "A tool is named "
              + shown(name)
              + ", which is not 1 to 128 letters, digits and _ - . /.");
    }
    String label = "The tool " + name.textValue();
    ObjectNode input = object(answered, "inputSchema", label);
    if (input == null || !input.path("type").asText().equals("object")) {
      throw invalid(label + " has no inputSchema of type object.");
    }
    Tool tool =
        new Tool(
            name.textValue(),
            text(answered, "title", label),
            text(answered, "description", label),
            input,
            object(answered, "outputSchema", label),
            object(answered, "annotations", label));
    if (!shallow(tool.json(), MAX_DEPTH)) {
      throw invalid(label + " nests deeper than " + MAX_DEPTH + " levels.");
    }
    return tool;
  }

  /** The tool as an MCP client reads it, absent fields left out. */
  public ObjectNode json() {
    return Json.tree(this);
  }

  private static @Nullable String text(ObjectNode answered, String field, String label) {
    JsonNode value = answered.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isTextual()) {
      throw invalid(label + " has a " + field + " that is no text.");
    }
    return value.textValue();
  }

  private static @Nullable ObjectNode object(ObjectNode answered, String field, String label) {
    JsonNode value = answered.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (value instanceof ObjectNode object) {
      return object.deepCopy();
    }
    throw invalid(label + " has " + field + " that is no object.");
  }

  private static boolean shallow(JsonNode value, int depth) {
    if (!value.isContainerNode()) {
      return true;
    }
    if (depth == 0) {
      return false;
    }
    for (JsonNode child : value) {
      if (!shallow(child, depth - 1)) {
        return false;
      }
    }
    return true;
  }

  private static String shown(JsonNode name) {
    String text = name.toString();
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
  }

  private static SigilException invalid(String message) {
    return new SigilException(ErrorCode.TOOLS_INVALID, message);
  }
}
