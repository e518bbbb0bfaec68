package dev.sigil.core.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.Digests;
import dev.sigil.core.json.Json;
import java.util.Base64;

/**
 * Where a page ended: the last document's ordering value and id. Its text is URL-safe and names the
 * index and the values asked for, so that it goes on in no other list. It is not a secret and not
 * signed: a forged one reaches only what the query's own values select.
 *
 * @param order the ordering field of the last document, a string or an integer
 * @param id of the last document
 */
public record Cursor(JsonNode order, String id) {
  private static final int MAX_LENGTH = 8_192;

  /** The place after {@code last} in the list that {@code query} pages through. */
  public static String after(Document last, Query query) {
    ArrayNode parts = Json.object().arrayNode();
    parts.add(list(query)).add(last.body().path(query.index().order())).add(last.id());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(parts));
  }

  /**
   * Reads a cursor made by {@link #after} for the same list.
   *
   * @throws IllegalArgumentException when it is not one
   */
  public static Cursor parse(String text, Query query) {
    try {
      if (text.length() <= MAX_LENGTH) {
        JsonNode parts = Json.parse(Base64.getUrlDecoder().decode(text));
        JsonNode order = parts.path(1);
        boolean shaped = parts.isArray() && parts.size() == 3 && parts.path(2).isTextual();
        boolean ordered = order.isTextual() || order.isIntegralNumber();
        if (shaped && ordered && parts.path(0).asText().equals(list(query))) {
          return new Cursor(order, parts.path(2).asText());
        }
      }
    } catch (Json.MalformedException | IllegalArgumentException e) {
      throw new IllegalArgumentException("not a cursor of " + query.index().name(), e);
    }
    throw new IllegalArgumentException("not a cursor of " + query.index().name());
  }

  private static String list(Query query) {
    ObjectNode list = Json.object();
    list.put("index", query.index().name());
    query.equal().forEach(list.putArray("equal")::add);
    return Digests.sha256Hex(Json.bytes(list)).substring(0, 16);
  }
}
