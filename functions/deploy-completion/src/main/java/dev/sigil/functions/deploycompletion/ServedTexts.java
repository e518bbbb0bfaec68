package dev.sigil.functions.deploycompletion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.json.Json;
import dev.sigil.core.scan.ServedText;
import dev.sigil.mcp.client.McpClient;
import dev.sigil.mcp.client.McpException;
import dev.sigil.mcp.client.McpException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Gathers what a model reads of a server beside its tools: instructions, the lists of prompts,
 * resources and resource templates, and the text of prompts that need no argument. A list that the
 * server refuses holds nothing; one that is too large is an error, for what is not judged may not
 * serve.
 */
final class ServedTexts {
  private static final int MAX_ITEMS = 1_000;
  private static final int MAX_CHARACTERS = 4 << 20;
  private static final int MAX_PROMPTS_READ = 16;
  private static final int DEEPEST = 8;

  /* What is written for programs and may be anything. */
  private static final Set<String> UNREAD =
      Set.of("icons", "_meta", "blob", "data", "mimeType", "type", "role");

  private final McpClient client;
  private final List<ServedText> texts = new ArrayList<>();
  private int characters;

  private ServedTexts(McpClient client) {
    this.client = client;
  }

  /**
   * The texts, in the order in which a client asks for them.
   *
   * @throws McpException when a list does not come
   * @throws SigilException {@code TOOLS_INVALID} when there is more than can be judged
   */
  static List<ServedText> of(McpClient client) {
    ServedTexts served = new ServedTexts(client);
    served.add(ServedText.INSTRUCTIONS, client.server().instructions());
    List<ObjectNode> prompts = served.list("prompts/list", client::listPrompts);
    served.list("resources/list", client::listResources);
    served.list("resources/templates/list", client::listResourceTemplates);
    prompts.stream()
        .filter(prompt -> !requiresArguments(prompt))
        .limit(MAX_PROMPTS_READ)
        .forEach(served::read);
    return served.texts;
  }

  private List<ObjectNode> list(String method, Supplier<List<ObjectNode>> answer) {
    List<ObjectNode> items;
    try {
      items = answer.get();
    } catch (McpException e) {
      if (e.reason() == Reason.REFUSED) {
        return List.of();
      }
      throw e;
    }
    if (items.size() > MAX_ITEMS) {
      throw tooLarge(method + " lists more than " + MAX_ITEMS + " items");
    }
    items.forEach(item -> collect(method + "/" + item.path("name").asText(""), item, 0));
    return items;
  }

  private void read(ObjectNode prompt) {
    String name = prompt.path("name").asText("");
    try {
      ObjectNode answer = client.ask("prompts/get", Json.object().put("name", name));
      collect("prompts/get/" + name, answer, 0);
    } catch (McpException e) {
      if (e.reason() != Reason.REFUSED) {
        throw e;
      }
    }
  }

  private static boolean requiresArguments(ObjectNode prompt) {
    for (JsonNode argument : prompt.path("arguments")) {
      if (argument.path("required").asBoolean(false)) {
        return true;
      }
    }
    return false;
  }

  private void collect(String place, JsonNode node, int depth) {
    if (node.isTextual()) {
      add(place, node.textValue());
    } else if (depth < DEEPEST && node.isObject()) {
      node.properties().stream()
          .filter(field -> !UNREAD.contains(field.getKey()))
          .forEach(field -> collect(place, field.getValue(), depth + 1));
    } else if (depth < DEEPEST) {
      node.forEach(item -> collect(place, item, depth + 1));
    }
  }

  private void add(String place, String text) {
    characters += text.length();
    if (characters > MAX_CHARACTERS) {
      throw tooLarge(place + " and what was answered before are more than can be judged");
    }
    if (!text.isBlank()) {
      texts.add(new ServedText(place, text));
    }
  }

  private static SigilException tooLarge(String message) {
    return new SigilException(ErrorCode.TOOLS_INVALID, "The server's answer to " + message + ".");
  }
}
