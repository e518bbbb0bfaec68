package dev.sigil.mcp.client;

import static dev.sigil.mcp.client.McpException.Reason.PROTOCOL;
import static dev.sigil.mcp.client.McpException.Reason.TIMEOUT;
import static dev.sigil.mcp.client.McpException.Reason.TOO_LARGE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.mcp.Message;
import dev.sigil.mcp.MessageCodec;
import dev.sigil.mcp.ProtocolVersion;
import dev.sigil.mcp.RequestId;
import dev.sigil.mcp.RpcError;
import dev.sigil.mcp.RpcErrorCode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A session with one MCP server over Streamable HTTP, for protocol versions with a handshake. Every
 * method waits at most as long as its options allow and throws {@link McpException}, nothing else,
 * when the server does not answer as the protocol says. Thread-safe.
 */
public final class McpClient implements AutoCloseable {
  /** Requests of the server that one session answers: a flood of them must not become ours. */
  private static final int MAX_SERVED = 1_000;

  private final McpClientOptions options;
  private final MessageCodec codec;
  private final StreamableHttp transport;
  private final ServerInfo server;
  private final AtomicLong ids = new AtomicLong();
  private final AtomicLong served = new AtomicLong();

  private McpClient(URI endpoint, McpClientOptions options) {
    this.options = options;
    this.codec = new MessageCodec(options.limits());
    this.transport = new StreamableHttp(endpoint, options, codec);
    try {
      this.server = handshake(Deadline.in(options.requestTimeout()));
    } catch (McpException e) {
      transport.close();
      throw e;
    }
  }

  /**
   * Opens a session: {@code initialize}, then {@code notifications/initialized}.
   *
   * @param endpoint the server's MCP endpoint, http or https
   */
  public static McpClient connect(URI endpoint, McpClientOptions options) {
    return new McpClient(endpoint, options);
  }

  public ServerInfo server() {
    return server;
  }

  /** Every tool, as sent and in the server's order; empty when the server offers none. */
  public List<ObjectNode> listTools() {
    return server.offers("tools") ? list("tools/list", "tools") : List.of();
  }

  /** Every prompt, as sent and in the server's order; empty when the server offers none. */
  public List<ObjectNode> listPrompts() {
    return server.offers("prompts") ? list("prompts/list", "prompts") : List.of();
  }

  /** Every resource, as sent and in the server's order; empty when the server offers none. */
  public List<ObjectNode> listResources() {
    return server.offers("resources") ? list("resources/list", "resources") : List.of();
  }

  /** Every resource template, as sent; empty when the server offers no resources. */
  public List<ObjectNode> listResourceTemplates() {
    return server.offers("resources")
        ? list("resources/templates/list", "resourceTemplates")
        : List.of();
  }

  /**
   * Calls a tool and returns its result as sent, {@code isError} included.
   *
   * @param notifications told what the server reports on the way (progress, log messages), in
   *     order, on a thread of this client; must not block
   */
  public ObjectNode callTool(
      String name, ObjectNode arguments, Consumer<Message.Notification> notifications) {
    ObjectNode params = codec.object().put("name", name);
    params.set("arguments", arguments);
    Message.Request request = request("tools/call", params);
    if (request.id() instanceof RequestId.Numeric id) {
      params.putObject("_meta").put("progressToken", id.value());
    }
    try {
      return object(
          transport.ask(request, Deadline.in(options.callTimeout()), heard(notifications)));
    } catch (McpException e) {
      if (e.reason() == TIMEOUT) {
        cancel(request);
      }
      throw e;
    }
  }

  /** Sends any other request and returns its result. */
  public ObjectNode ask(String method, @Nullable ObjectNode params) {
    return ask(request(method, params), Deadline.in(options.requestTimeout()));
  }

  /** Ends the session. A server that cannot be reached any more is not an error. */
  @Override
  public void close() {
    Duration patience = Duration.ofSeconds(2);
    try {
      transport.delete(Deadline.in(patience));
    } catch (McpException e) {
      System.getLogger(McpClient.class.getName())
          .log(System.Logger.Level.DEBUG, "The session was not ended: {0}", e.reason());
    } finally {
      transport.close();
    }
  }

  private ServerInfo handshake(Deadline deadline) {
    ObjectNode params = codec.object().put("protocolVersion", ProtocolVersion.LATEST_LEGACY.wire());
    params.putObject("capabilities");
    params.putObject("clientInfo").put("name", options.name()).put("version", options.version());
    ObjectNode result = ask(request("initialize", params), deadline);
    ProtocolVersion agreed = agreed(result);
    transport.agree(agreed);
    transport.tell(new Message.Notification("notifications/initialized", null), deadline);
    JsonNode info = result.path("serverInfo");
    return new ServerInfo(
        agreed,
        info.path("name").asText(""),
        info.path("version").asText(""),
        result.path("instructions").asText(""),
        result);
  }

  private static ProtocolVersion agreed(ObjectNode result) {
    Optional<ProtocolVersion> version =
        ProtocolVersion.of(result.path("protocolVersion").asText(""))
            .filter(known -> known.era() == ProtocolVersion.Era.LEGACY);
    return version.orElseThrow(
        () -> new McpException(PROTOCOL, "the server speaks no protocol version that we do"));
  }

  private List<ObjectNode> list(String method, String member) {
    Deadline deadline = Deadline.in(options.requestTimeout());
    List<ObjectNode> items = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    long bytes = 0;
    String cursor = null;
    do {
      ObjectNode params = cursor == null ? null : codec.object().put("cursor", cursor);
      ObjectNode page = ask(request(method, params), deadline);
      bytes += page.toString().length();
      for (JsonNode item : page.path(member)) {
        items.add(itemOf(item, method));
      }
      if (items.size() > options.maxItems() || bytes > options.maxStreamBytes()) {
        throw new McpException(TOO_LARGE, method + " answers more than a client takes");
      }
      cursor = page.path("nextCursor").isTextual() ? page.path("nextCursor").textValue() : null;
      if (cursor != null && (!seen.add(cursor) || seen.size() >= options.maxPages())) {
        throw new McpException(TOO_LARGE, method + " never ends: it repeats or has too many pages");
      }
    } while (cursor != null);
    return List.copyOf(items);
  }

  private static ObjectNode itemOf(JsonNode item, String method) {
    if (item instanceof ObjectNode object) {
      return object;
    }
    throw new McpException(PROTOCOL, method + " answered an item that is no object");
  }

  private Message.Request request(String method, @Nullable ObjectNode params) {
    return new Message.Request(new RequestId.Numeric(ids.incrementAndGet()), method, params);
  }

  private ObjectNode ask(Message.Request request, Deadline deadline) {
    return object(transport.ask(request, deadline, heard(notification -> {})));
  }

  private static ObjectNode object(Message.Response response) {
    return switch (response) {
      case Message.Failure failure -> throw McpException.refused(failure.error());
      case Message.Result result -> {
        if (result.value() instanceof ObjectNode value) {
          yield value;
        }
        throw new McpException(PROTOCOL, "the server answered a result that is no object");
      }
    };
  }

  /* A client without capabilities owes the server an answer to every request all the same. */
  private Consumer<Message> heard(Consumer<Message.Notification> notifications) {
    return message -> {
      switch (message) {
        case Message.Notification notification -> notifications.accept(notification);
        case Message.Request request -> {
          if (served.incrementAndGet() <= MAX_SERVED) {
            transport.tellLater(answer(request));
          }
        }
        case Message.Response unasked -> {}
      }
    };
  }

  private Message.Response answer(Message.Request request) {
    return request.method().equals("ping")
        ? new Message.Result(request.id(), codec.object())
        : new Message.Failure(
            request.id(),
            new RpcError(RpcErrorCode.METHOD_NOT_FOUND, "this client offers no such method"));
  }

  private void cancel(Message.Request request) {
    ObjectNode params = codec.object().put("reason", "the deadline passed");
    if (request.id() instanceof RequestId.Numeric id) {
      params.put("requestId", id.value());
    }
    transport.tellLater(new Message.Notification("notifications/cancelled", params));
  }
}
