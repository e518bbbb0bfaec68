package dev.sigil.core.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.json.Json;

/**
 * A stored JSON object.
 *
 * @param id unique in its collection; 1 to {@value #MAX_ID} characters, no {@code /}
 * @param version changes with every write; opaque, compared for equality only
 * @param body at most {@value #MAX_BYTES} bytes of JSON: Firestore's 1 MiB, less the document's
 *     name and a copy of each indexed field; the receiver may not change it
 */
public record Document(String collection, String id, long version, ObjectNode body) {
  public static final int MAX_ID = 400;
  public static final int MAX_BYTES = 1_000_000;

  public <T> T as(Class<T> type) {
    return Json.convert(body, type);
  }

  /**
   * The stored form of a document's body, for adapters.
   *
   * @throws IllegalArgumentException when the id is not one
   * @throws SigilException {@code PAYLOAD_TOO_LARGE} when the body exceeds {@value #MAX_BYTES}
   *     bytes
   */
  public static byte[] encode(String id, ObjectNode body) {
    if (id.isEmpty() || id.length() > MAX_ID || id.indexOf('/') >= 0) {
      throw new IllegalArgumentException("a document id is 1 to 400 characters without a slash");
    }
    byte[] bytes = Json.bytes(body);
    if (bytes.length > MAX_BYTES) {
      throw new SigilException(
          ErrorCode.PAYLOAD_TOO_LARGE, "A record exceeds 1 MB and cannot be stored.");
    }
    return bytes;
  }
}
