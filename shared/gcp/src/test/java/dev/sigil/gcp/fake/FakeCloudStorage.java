package dev.sigil.gcp.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sigil.core.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One bucket of Cloud Storage behind its JSON API: resumable uploads, preconditions, generations.
 * Thread-safe.
 */
public final class FakeCloudStorage implements AutoCloseable {
  private static final int UNIT = 256 << 10;
  private static final Pattern RANGE =
      Pattern.compile("bytes (?:(\\d+)-(\\d+)|\\*)/(?:(\\d+)|\\*)");

  private record Stored(long generation, ByteString content, JsonNode metadata) {}

  private static final class Session {
    private final String object;
    private final @Nullable Long expected;
    private final JsonNode description;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    Session(String object, @Nullable Long expected, JsonNode description) {
      this.object = object;
      this.expected = expected;
      this.description = description;
    }
  }

  private record Answer(int status, ByteString body, Map<String, String> headers) {
    static Answer of(int status) {
      return new Answer(status, ByteString.EMPTY, Map.of());
    }

    static Answer json(JsonNode body) {
      return new Answer(200, ByteString.copyFrom(Json.bytes(body)), Map.of());
    }
  }

  private final HttpServer server;
  private final String bucket;
  private final @Nullable String token;
  private final Map<String, Stored> objects = new TreeMap<>();
  private final Map<String, Session> sessions = new HashMap<>();
  private final Deque<Integer> refusals = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();
  private long generation = 1_700_000_000_000_000L;
  private boolean damaging;
  private boolean truncating;

  private FakeCloudStorage(String bucket, @Nullable String token) {
    this.bucket = bucket;
    this.token = token;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /** Serves a bucket on a free port; {@code token} must be sent when it is not null. */
  public static FakeCloudStorage start(String bucket, @Nullable String token) {
    return new FakeCloudStorage(bucket, token);
  }

  /** {@code host:port} of the JSON API. */
  public String endpoint() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers the next request whose method and path begin so with statuses, in turn. */
  public synchronized void refuse(Integer... statuses) {
    refusals.addAll(List.of(statuses));
  }

  /** Stores the next upload with a byte changed. */
  public synchronized void damageNext() {
    damaging = true;
  }

  /** Keeps no more than 256 KiB of the next piece that is not the last. */
  public synchronized void truncateNext() {
    truncating = true;
  }

  /** Method and path of each request so far. */
  public synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  /** The names of all objects. */
  public synchronized List<String> objects() {
    return List.copyOf(objects.keySet());
  }

  /** The content of an object's generation. */
  public synchronized Optional<byte[]> read(String bucket, String object, long generation) {
    return Optional.ofNullable(objects.get(object))
        .filter(found -> bucket.equals(this.bucket) && found.generation() == generation)
        .map(found -> found.content().toByteArray());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Answer answer = answer(exchange, body);
      answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      exchange.sendResponseHeaders(
          answer.status(), answer.body().isEmpty() ? -1 : answer.body().size());
      exchange.getResponseBody().write(answer.body().toByteArray());
    }
  }

  private synchronized Answer answer(HttpExchange exchange, byte[] body) {
    String path = exchange.getRequestURI().getRawPath();
    requests.add(exchange.getRequestMethod() + " " + path);
    if (token != null
        && !("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      return Answer.of(401);
    }
    Integer refusal = refusals.poll();
    if (refusal != null && refusal != 0) {
      return Answer.of(refusal);
    }
    Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
    String own = "/storage/v1/b/" + bucket + "/o";
    return switch (exchange.getRequestMethod()) {
      case "POST" -> path.equals("/upload" + own) ? open(query, body, exchange) : Answer.of(404);
      case "PUT" -> path.equals("/upload" + own) ? piece(query, body, exchange) : Answer.of(404);
      case "GET" ->
          path.equals(own)
              ? list(query)
              : path.startsWith(own + "/") ? get(name(path)) : Answer.of(404);
      case "DELETE" -> path.startsWith(own + "/") ? delete(name(path), query) : Answer.of(404);
      default -> Answer.of(405);
    };
  }

  private Answer open(Map<String, String> query, byte[] body, HttpExchange exchange) {
    JsonNode description = Json.parse(body);
    String object = query.getOrDefault("name", "");
    boolean complete =
        "resumable".equals(query.get("uploadType"))
            && !object.isEmpty()
            && object.length() <= 1_024
            && description.path("name").asText().equals(object)
            && String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"))
                .startsWith("application/json");
    if (!complete) {
      return Answer.of(400);
    }
    Long expected =
        query.containsKey("ifGenerationMatch")
            ? Long.valueOf(query.getOrDefault("ifGenerationMatch", "0"))
            : null;
    if (!holds(object, expected)) {
      return Answer.of(412);
    }
    String id = "upload-" + (sessions.size() + 1);
    sessions.put(id, new Session(object, expected, description));
    String location =
        "http://"
            + String.valueOf(exchange.getRequestHeaders().getFirst("Host"))
            + exchange.getRequestURI().getRawPath()
            + "?uploadType=resumable&upload_id="
            + id;
    return new Answer(200, ByteString.EMPTY, Map.of("Location", location));
  }

  private boolean holds(String object, @Nullable Long expected) {
    Stored stored = objects.get(object);
    return expected == null || expected == (stored == null ? 0 : stored.generation());
  }

  private Answer piece(Map<String, String> query, byte[] body, HttpExchange exchange) {
    Session session = sessions.get(query.getOrDefault("upload_id", ""));
    Matcher range =
        RANGE.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Content-Range")));
    if (session == null || !range.matches()) {
      return Answer.of(session == null ? 404 : 400);
    }
    boolean last = range.group(3) != null;
    if (range.group(1) == null) {
      return last ? complete(session, Long.parseLong(range.group(3))) : incomplete(session);
    }
    long from = Long.parseLong(range.group(1));
    long length = Long.parseLong(range.group(2)) - from + 1;
    boolean fits = from == session.received.size() && length == body.length;
    if (!fits || (!last && body.length % UNIT != 0)) {
      return Answer.of(400);
    }
    byte[] kept = truncating && !last ? Arrays.copyOf(body, UNIT) : body;
    truncating = truncating && last;
    session.received.writeBytes(kept);
    return last ? complete(session, Long.parseLong(range.group(3))) : incomplete(session);
  }

  private static Answer incomplete(Session session) {
    int size = session.received.size();
    return new Answer(
        308, ByteString.EMPTY, size == 0 ? Map.of() : Map.of("Range", "bytes=0-" + (size - 1)));
  }

  private Answer complete(Session session, long total) {
    if (session.received.size() != total) {
      return Answer.of(400);
    }
    if (!holds(session.object, session.expected)) {
      return Answer.of(412);
    }
    byte[] content = session.received.toByteArray();
    if (damaging) {
      content[content.length / 2] ^= 1;
      damaging = false;
    }
    Stored stored =
        new Stored(
            ++generation,
            ByteString.copyFrom(content),
            session.description.path("metadata").deepCopy());
    objects.put(session.object, stored);
    return Answer.json(resource(session.object, stored));
  }

  private Answer get(String object) {
    Stored stored = objects.get(object);
    return stored == null ? Answer.of(404) : Answer.json(resource(object, stored));
  }

  private Answer list(Map<String, String> query) {
    ObjectNode list = Json.object();
    objects.keySet().stream()
        .filter(name -> name.startsWith(query.getOrDefault("prefix", "")))
        .forEach(name -> list.withArray("items").addObject().put("name", name));
    return Answer.json(list);
  }

  private Answer delete(String object, Map<String, String> query) {
    String expected = query.get("ifGenerationMatch");
    if (!objects.containsKey(object)) {
      return Answer.of(404);
    }
    if (expected != null && !holds(object, Long.valueOf(expected))) {
      return Answer.of(412);
    }
    objects.remove(object);
    return Answer.of(204);
  }

  private ObjectNode resource(String object, Stored stored) {
    CRC32C checksum = new CRC32C();
    checksum.update(stored.content().toByteArray());
    byte[] bytes = ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array();
    ObjectNode resource =
        Json.object()
            .put("kind", "storage#object")
            .put("name", object)
            .put("bucket", bucket)
            .put("generation", Long.toString(stored.generation()))
            .put("size", Integer.toString(stored.content().size()))
            .put("crc32c", Base64.getEncoder().encodeToString(bytes));
    resource.set("metadata", stored.metadata());
    return resource;
  }

  /* An object's name is one segment, whatever it holds. */
  private static String name(String path) {
    return decode(path.substring(path.lastIndexOf('/') + 1));
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new HashMap<>();
    for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      query.put(decode(parts[0]), decode(parts[1]));
    }
    return query;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
