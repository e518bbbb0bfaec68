package dev.sigil.core.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.json.Json;

/**
 * A stored JSON object.
 *
 * @param id unique in its collection; at most 400 characters, no {@code /}
 * @param version changes with every write; opaque, compared for equality only
 * @param body at most 1 MiB, as in Firestore; the receiver may not change it
 */
public record Document(String collection, String id, long version, ObjectNode body) {
  public <T> T as(Class<T> type) {
    return Json.convert(body, type);
  }
}
