package dev.sigil.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.json.Json;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kohsuke.github.HttpException;
import org.kohsuke.github.authorization.AuthorizationProvider;
import org.kohsuke.github.connector.GitHubConnector;
import org.kohsuke.github.connector.GitHubConnectorRequest;
import org.kohsuke.github.connector.GitHubConnectorResponse;

/**
 * Requests that the client library asks in a way that GitHub no longer documents, or more often
 * than needed; over the same connector. Thread-safe.
 */
final class Rest {
  private final URI api;
  private final GitHubConnector connector;
  private final AuthorizationProvider authorization;

  Rest(URI api, GitHubConnector connector, AuthorizationProvider authorization) {
    this.api = api;
    this.connector = connector;
    this.authorization = authorization;
  }

  /** What GitHub answered to a request that it did. */
  JsonNode get(String path) throws IOException {
    return send("GET", path, null);
  }

  /** As {@link #get}, empty when there is no such thing. */
  Optional<JsonNode> find(String path) throws IOException {
    try {
      return Optional.of(get(path));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * Sends a request.
   *
   * @param path below the API's address, with its query, each part {@link #encoded}
   * @throws HttpException with every other status than 2xx
   * @throws FileNotFoundException when GitHub says that there is no such thing
   */
  JsonNode send(String method, String path, @Nullable JsonNode body) throws IOException {
    Message message =
        new Message(
            method,
            URI.create(api + path).toURL(),
            authorization.getEncodedAuthorization(),
            body == null ? null : Json.bytes(body));
    GitHubConnectorResponse response = connector.send(message);
    try (response;
        InputStream in = response.bodyStream()) {
      byte[] bytes = in.readNBytes(Exchanges.MAX_JSON);
      int status = response.statusCode();
      if (status == 404) {
        throw new FileNotFoundException(path);
      }
      if (status / 100 != 2) {
        throw new HttpException(
            new String(bytes, 0, Math.min(bytes.length, 500), StandardCharsets.UTF_8),
            status,
            null,
            message.url().toString());
      }
      return bytes.length == 0 ? Json.object() : Json.parse(bytes);
    } catch (Json.MalformedException e) {
      throw new IOException("GitHub's answer is not JSON", e);
    }
  }

  /** One part of a path or query. */
  static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** A path of several parts. */
  static String encodedPath(String path) {
    return encoded(path).replace("%2F", "/");
  }

  private static final class Message implements GitHubConnectorRequest {
    private final String method;
    private final URL url;
    private final Map<String, List<String>> headers;
    private final byte @Nullable [] body;

    Message(String method, URL url, @Nullable String authorization, byte @Nullable [] body) {
      this.method = method;
      this.url = url;
      this.body = body;
      Map<String, List<String>> common =
          Map.of(
              "Accept", List.of("application/vnd.github+json"),
              "X-GitHub-Api-Version", List.of("2022-11-28"),
              "Content-Type", List.of("application/json"));
      Map<String, List<String>> all = new HashMap<>(common);
      if (authorization != null) {
        all.put("Authorization", List.of(authorization));
      }
      this.headers = Map.copyOf(all);
    }

    @Override
    public String method() {
      return method;
    }

    @Override
    public Map<String, List<String>> allHeaders() {
      return headers;
    }

    @Override
    public @Nullable String header(String name) {
      return headers.entrySet().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .map(header -> header.getValue().getFirst())
          .findFirst()
          .orElse(null);
    }

    @Override
    public @Nullable String contentType() {
      return header("Content-Type");
    }

    @Override
    public InputStream body() {
      return new ByteArrayInputStream(body == null ? new byte[0] : body);
    }

    @Override
    public URL url() {
      return url;
    }

    @Override
    public boolean hasBody() {
      return body != null;
    }
  }
}
