package dev.sigil.gcp.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.firestore.v1.Document;
import com.google.firestore.v1.Value;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.Expiry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The form of a document in Firestore: its body as text in {@value #JSON}, {@value #MARK} telling
 * one write from the next, a copy of each field that an index names, and its {@link Expiry}.
 */
final class StoredDocument {
  /** The body; exempt from indexing, as it exceeds what Firestore indexes. */
  static final String JSON = "json";

  /** A number drawn for each write; exempt from indexing, as nothing asks for it. */
  static final String MARK = "mark";

  /** Firestore indexes the first 1,500 bytes of a text; equal beginnings would count as equal. */
  private static final int MAX_INDEXED_BYTES = 1_500;

  private StoredDocument() {}

  /**
   * Writes a document.
   *
   * @param indexed the fields that indexes of its collection name
   * @throws IllegalArgumentException when the id is not one
   * @throws SigilException {@code PAYLOAD_TOO_LARGE} when the body, or a field that is indexed, is
   *     larger than a document may hold
   */
  static Document encode(String name, String id, ObjectNode body, Set<String> indexed, long mark) {
    byte[] json = dev.sigil.core.store.Document.encode(id, body);
    Document.Builder document = Document.newBuilder().setName(name);
    indexed.forEach(field -> copy(field, body.path(field), document));
    expiry(body).ifPresent(at -> document.putFields(Expiry.FIELD, at));
    return document
        .putFields(
            JSON,
            Value.newBuilder().setStringValue(new String(json, StandardCharsets.UTF_8)).build())
        .putFields(MARK, Value.newBuilder().setIntegerValue(mark).build())
        .build();
  }

  static dev.sigil.core.store.Document decode(String collection, Document document) {
    ObjectNode body = (ObjectNode) Json.parse(document.getFieldsOrThrow(JSON).getStringValue());
    return new dev.sigil.core.store.Document(
        collection, DocumentNames.id(document.getName()), version(document.getUpdateTime()), body);
  }

  static boolean hasMark(Document document, long mark) {
    Map<String, Value> fields = document.getFieldsMap();
    return fields.containsKey(MARK) && fields.get(MARK).getIntegerValue() == mark;
  }

  /** Firestore's times of update have microseconds, so that none is lost. */
  static long version(Timestamp updateTime) {
    return Timestamps.toMicros(updateTime);
  }

  static Timestamp updateTime(long version) {
    return Timestamps.fromMicros(version);
  }

  /* Firestore deletes by a time, not by a text. */
  private static Optional<Value> expiry(ObjectNode body) {
    return Optional.ofNullable(body.path(Expiry.FIELD).textValue())
        .map(Instant::parse)
        .map(
            at ->
                Value.newBuilder()
                    .setTimestampValue(
                        Timestamp.newBuilder()
                            .setSeconds(at.getEpochSecond())
                            .setNanos(at.getNano() / 1_000 * 1_000))
                    .build());
  }

  /** The value that an index orders or selects by. */
  static Value value(JsonNode value) {
    return value.isTextual()
        ? Value.newBuilder().setStringValue(value.textValue()).build()
        : Value.newBuilder().setIntegerValue(value.longValue()).build();
  }

  /* A value of another kind is left out, as a document without it is in no index. */
  private static void copy(String field, JsonNode value, Document.Builder document) {
    if (value.isTextual()
        && value.textValue().getBytes(StandardCharsets.UTF_8).length > MAX_INDEXED_BYTES) {
      throw new SigilException(
          ErrorCode.PAYLOAD_TOO_LARGE, "The field " + field + " of a record exceeds 1,500 bytes.");
    }
    if (value.isTextual() || (value.isIntegralNumber() && value.canConvertToLong())) {
      document.putFields(field, value(value));
    }
  }
}
