package dev.sigil.core.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.TransientException;
import dev.sigil.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The forms in which documents are stored, and the way from each older one to the present. A stored
 * document says its form in {@value #FIELD}; one that does not has the first.
 */
public final class Schema {
  /** Every migration there is. */
  public static final Schema CURRENT =
      new Schema(List.of(Migrations.DEPLOYMENT_STANDING, Migrations.DEPLOYMENT_PREVIEWS));

  static final String FIELD = "schemaVersion";

  private final Map<String, List<Migration>> migrations = new TreeMap<>();

  /**
   * A schema.
   *
   * @throws IllegalArgumentException unless each collection's migrations lead from 1 on, one by one
   */
  public Schema(List<Migration> all) {
    for (Migration migration : all) {
      List<Migration> path =
          migrations.computeIfAbsent(migration.collection(), key -> new ArrayList<>());
      if (migration.to() != path.size() + 2) {
        throw new IllegalArgumentException(
            migration.collection() + " misses the way to version " + (path.size() + 2));
      }
      path.add(migration);
    }
  }

  /** One for each collection that has migrations: its documents, the oldest form first. */
  public List<Index> indexes() {
    return migrations.keySet().stream()
        .map(
            collection ->
                new Index(
                    collection + "BySchemaVersion",
                    collection,
                    List.of(),
                    FIELD,
                    Index.Direction.ASCENDING))
        .toList();
  }

  int version(String collection) {
    return path(collection).size() + 1;
  }

  static int version(ObjectNode stored) {
    return stored.path(FIELD).asInt(1);
  }

  /**
   * The present form of a stored body.
   *
   * @throws TransientException when a newer Sigil wrote it: an instance that knows the form will
   *     take over
   */
  ObjectNode upgrade(String collection, ObjectNode stored) {
    JsonNode written = stored.path(FIELD);
    if (written.isMissingNode()) {
      return apply(collection, 1, stored);
    }
    if (written.asInt() > version(collection)) {
      throw new TransientException(
          "a document in " + collection + " was written by a newer version of Sigil");
    }
    return apply(collection, written.asInt(), without(stored));
  }

  ObjectNode stamp(String collection, ObjectNode body) {
    return Json.object().<ObjectNode>setAll(body).put(FIELD, version(collection));
  }

  private ObjectNode apply(String collection, int from, ObjectNode body) {
    List<Migration> steps = path(collection);
    if (from > steps.size()) {
      return body;
    }
    ObjectNode upgraded = body.deepCopy();
    for (Migration step : steps.subList(from - 1, steps.size())) {
      upgraded = step.change().apply(upgraded);
    }
    return upgraded;
  }

  private static ObjectNode without(ObjectNode stored) {
    ObjectNode body = Json.object().setAll(stored);
    body.remove(FIELD);
    return body;
  }

  private List<Migration> path(String collection) {
    return migrations.getOrDefault(collection, List.of());
  }
}
