package dev.sigil.gcp.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.TransientException;
import dev.sigil.core.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bucket of sources, over Cloud Storage's JSON API. An object is written once and never
 * changed: who finds it there with the same fingerprint uses it. Thread-safe.
 */
final class SourceBucket {
  private static final String FINGERPRINT = "sigil-source";
  private static final int MAX_PAGES = 100;

  private final String bucket;
  private final StorageCalls calls;

  SourceBucket(String bucket, @Nullable String emulator, Authorization authorization) {
    this.bucket = bucket;
    this.calls = new StorageCalls(emulator, authorization);
  }

  /** Writes an object's content. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Stores an object, unless it is there already. Content is asked for only when it is needed and
   * flows through in pieces.
   *
   * @param fingerprint equal for equal content
   * @throws TransientException when it could not be stored now
   */
  StoredSource store(String object, String fingerprint, Content content) {
    Optional<StoredSource> existing = find(object, fingerprint);
    if (existing.isPresent()) {
      return existing.get();
    }
    try {
      return upload(object, fingerprint, content)
          .or(() -> find(object, fingerprint))
          .orElseThrow(() -> new TransientException("a source was written by another meanwhile"));
    } catch (IOException e) {
      throw new TransientException("the source could not be stored", e);
    }
  }

  /* An object with another fingerprint is removed: no build of this release has read it. */
  private Optional<StoredSource> find(String object, String fingerprint) {
    HttpResponse<byte[]> response = calls.send("GET", objectPath(object), null);
    if (response.statusCode() == 404) {
      return Optional.empty();
    }
    JsonNode found = calls.success("read a source", response);
    long generation = generation(found);
    if (found.path("metadata").path(FINGERPRINT).asText().equals(fingerprint)) {
      return Optional.of(new StoredSource(bucket, object, generation));
    }
    delete(object, "?ifGenerationMatch=" + generation);
    return Optional.empty();
  }

  /* Empty when another has written the object meanwhile. */
  private Optional<StoredSource> upload(String object, String fingerprint, Content content)
      throws IOException {
    ObjectNode description = Json.object().put("name", object);
    description.put("contentType", "application/gzip");
    description.putObject("metadata").put(FINGERPRINT, fingerprint);
    HttpResponse<byte[]> opened =
        calls.send(
            "POST",
            "/upload/storage/v1/b/"
                + StorageCalls.encode(bucket)
                + "/o?uploadType=resumable&ifGenerationMatch=0&name="
                + StorageCalls.encode(object),
            Json.bytes(description));
    if (opened.statusCode() == 412) {
      return Optional.empty();
    }
    calls.success("begin to store a source", opened);
    ResumableUpload upload =
        new ResumableUpload(calls, opened.headers().firstValue("location").orElse(""));
    content.writeTo(upload);
    Optional<JsonNode> stored = upload.complete();
    stored.ifPresent(found -> check(object, found, upload.crc32c()));
    return stored.map(found -> new StoredSource(bucket, object, generation(found)));
  }

  private void check(String object, JsonNode stored, String checksum) {
    if (!stored.path("crc32c").asText().equals(checksum)) {
      delete(object, "?ifGenerationMatch=" + generation(stored));
      throw new TransientException("a source was damaged on its way to Cloud Storage");
    }
  }

  /** Deletes every object whose name begins with {@code prefix}. */
  void deleteAll(String prefix) {
    String page = "";
    for (int pages = 0; pages < MAX_PAGES; pages++) {
      JsonNode list =
          calls.success(
              "list sources",
              calls.send(
                  "GET",
                  objects()
                      + "?fields=items(name),nextPageToken&prefix="
                      + StorageCalls.encode(prefix)
                      + (page.isEmpty() ? "" : "&pageToken=" + StorageCalls.encode(page)),
                  null));
      list.path("items").forEach(item -> delete(item.path("name").asText(), ""));
      page = list.path("nextPageToken").asText();
      if (page.isEmpty()) {
        return;
      }
    }
    throw new TransientException("there are more sources to delete");
  }

  private void delete(String object, String precondition) {
    HttpResponse<byte[]> response = calls.send("DELETE", objectPath(object) + precondition, null);
    if (response.statusCode() != 404 && response.statusCode() != 412) {
      calls.success("delete a source", response);
    }
  }

  private String objects() {
    return "/storage/v1/b/" + StorageCalls.encode(bucket) + "/o";
  }

  private String objectPath(String object) {
    return objects() + "/" + StorageCalls.encode(object);
  }

  private static long generation(JsonNode object) {
    long generation = object.path("generation").asLong();
    if (generation <= 0) {
      throw new TransientException("Cloud Storage did not name a generation");
    }
    return generation;
  }
}
