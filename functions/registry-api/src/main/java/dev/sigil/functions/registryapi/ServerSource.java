package dev.sigil.functions.registryapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads entries that others publish: the API of an MCP registry, page by page, or a file with one
 * {@code server.json}, a list of them, or a page of that API.
 */
final class ServerSource {
  static final int MAX_SERVERS = 200_000;

  private static final int MAX_BYTES = 16 * 1024 * 1024;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(TIMEOUT)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  /**
   * Reads all of a source.
   *
   * @param source the base URL of a registry, or a file's path
   * @param page takes some entries at a time, deleted ones left out
   * @throws IOException saying what to do, when the source cannot be read to its end
   */
  void read(String source, Consumer<List<ObjectNode>> page) throws IOException {
    if (!source.startsWith("http://") && !source.startsWith("https://")) {
      if (!Files.isRegularFile(Path.of(source))) {
        throw new IOException(source + " is not a file, nor the URL of a registry.");
      }
      try (InputStream in = Files.newInputStream(Path.of(source))) {
        page.accept(servers(json(source, in)));
      }
      return;
    }
    String list = source.replaceAll("/+$", "") + "/v0.1/servers?version=latest&limit=100";
    String cursor = "";
    for (int read = 0; read < MAX_SERVERS; ) {
      JsonNode answer =
          get(
              cursor.isEmpty()
                  ? list
                  : list + "&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8));
      List<ObjectNode> servers = servers(answer);
      page.accept(servers);
      read += answer.path("servers").size();
      String next = answer.path("metadata").path("nextCursor").asText();
      if (next.isEmpty() || next.equals(cursor)) {
        return;
      }
      cursor = next;
    }
    throw new IOException(source + " lists more than " + MAX_SERVERS + " servers.");
  }

  private JsonNode get(String url) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build();
    try {
      HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        if (answer.statusCode() != 200) {
          throw new IOException(
              url
                  + " answered "
                  + answer.statusCode()
                  + ". What was imported stays: run the same command again later.");
        }
        return json(url, body);
      }
    } catch (ConnectException | HttpTimeoutException e) {
      throw new IOException(
          url + " cannot be reached. Check the address and the network, then run this again.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while reading " + url, e);
    }
  }

  private static JsonNode json(String source, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new IOException(source + " holds more than 16 MiB.");
    }
    try {
      return Json.parse(bytes);
    } catch (Json.MalformedException e) {
      throw new IOException(source + " is not JSON: " + e.getMessage(), e);
    }
  }

  private static List<ObjectNode> servers(JsonNode answer) {
    List<ObjectNode> servers = new ArrayList<>();
    JsonNode items = answer.isArray() ? answer : answer.path("servers");
    (items.isArray() ? items : Json.object().arrayNode().add(answer))
        .forEach(
            item -> {
              boolean wrapped = item.path("server").isObject();
              JsonNode official =
                  item.at("/_meta/io.modelcontextprotocol.registry~1official/status");
              if ((wrapped ? item.path("server") : item) instanceof ObjectNode server
                  && !official.asText().equals("deleted")) {
                servers.add(server);
              }
            });
    return servers;
  }
}
