package dev.sigil.core.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.Digests;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.json.CanonicalJson;
import dev.sigil.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Every tool of a server, in canonical form: sorted by name, whatever order the server answered in.
 *
 * @param canonical the tools as one JSON array, see {@link CanonicalJson}
 * @param hash SHA-256 of {@code canonical}: equal for equal tools, on every machine
 */
public record ToolCatalogue(List<Tool> tools, String canonical, String hash) {
  public static final int MAX_TOOLS = 512;

  /** Size of the canonical text in bytes; leaves room in a document of 1 MiB. */
  public static final int MAX_BYTES = 960 * 1024;

  public static final ToolCatalogue EMPTY = of(List.of());

  public ToolCatalogue {
    tools = List.copyOf(tools);
  }

  /**
   * The catalogue of what a server answered to {@code tools/list}.
   *
   * @throws SigilException {@code TOOLS_INVALID} when a tool is malformed, two share a name, or
   *     there is too much of them
   */
  public static ToolCatalogue of(List<ObjectNode> answered) {
    if (answered.size() > MAX_TOOLS) {
      throw invalid(
          "The server lists " + answered.size() + " tools; at most " + MAX_TOOLS + " are allowed.");
    }
    List<Tool> tools =
        answered.stream().map(Tool::of).sorted(Comparator.comparing(Tool::name)).toList();
    Set<String> names = new HashSet<>();
    for (Tool tool : tools) {
      if (!names.add(tool.name())) {
        throw invalid("The server lists two tools named " + tool.name() + ".");
      }
    }
    String canonical = canonical(tools);
    byte[] bytes = canonical.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_BYTES) {
      throw invalid(
          "The server's tools take %,d bytes to describe; at most %,d are allowed."
              .formatted(bytes.length, MAX_BYTES));
    }
    return new ToolCatalogue(tools, canonical, Digests.sha256Hex(bytes));
  }

  /** The inverse of {@link #canonical}. */
  static ToolCatalogue parse(String canonical) {
    List<ObjectNode> tools = new ArrayList<>();
    for (JsonNode tool : Json.parse(canonical)) {
      tools.add((ObjectNode) tool);
    }
    return of(tools);
  }

  private static String canonical(List<Tool> tools) {
    ArrayNode array = Json.object().arrayNode();
    tools.forEach(tool -> array.add(tool.json()));
    try {
      return CanonicalJson.write(array);
    } catch (IllegalArgumentException e) {
      throw new SigilException(
          ErrorCode.TOOLS_INVALID, "A tool's schema holds a number that is too large.", e);
    }
  }

  private static SigilException invalid(String message) {
    return new SigilException(ErrorCode.TOOLS_INVALID, message);
  }
}
