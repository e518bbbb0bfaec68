package dev.sigil.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes whole messages. Refuses what exceeds its limits, text after the message, and
 * duplicate members, since two readers may disagree about them. Thread-safe.
 */
public final class MessageCodec {
  private final MessageLimits limits;
  private final ObjectMapper mapper;

  public MessageCodec(MessageLimits limits) {
    this.limits = limits;
    this.mapper =
        JsonMapper.builder(JsonBounds.factory(limits))
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
  }

  public MessageLimits limits() {
    return limits;
  }

  public ObjectNode object() {
    return mapper.createObjectNode();
  }

  /**
   * Reads exactly one message.
   *
   * @throws MalformedMessageException when the text is no message or exceeds a limit
   */
  public Message read(byte[] json) {
    if (json.length > limits.maxBytes()) {
      throw invalid("the message exceeds " + limits.maxBytes() + " bytes");
    }
    return message(tree(json));
  }

  public byte[] write(Message message) {
    ObjectNode tree = object().put("jsonrpc", "2.0");
    switch (message) {
      case Message.Request request -> {
        putId(tree, request.id());
        tree.put("method", request.method());
        putIfPresent(tree, "params", request.params());
      }
      case Message.Notification notification -> {
        tree.put("method", notification.method());
        putIfPresent(tree, "params", notification.params());
      }
      case Message.Result result -> {
        putId(tree, result.id());
        tree.set("result", result.value());
      }
      case Message.Failure failure -> {
        putId(tree, failure.id());
        ObjectNode error = tree.putObject("error").put("code", failure.error().code());
        error.put("message", failure.error().message());
        putIfPresent(error, "data", failure.error().data());
      }
    }
    try {
      return mapper.writeValueAsBytes(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not writable as JSON", e);
    }
  }

  private JsonNode tree(byte[] json) {
    try {
      return mapper.readTree(json);
    } catch (IOException e) {
      throw new MalformedMessageException(RpcErrorCode.PARSE_ERROR, "malformed JSON", e);
    }
  }

  private static Message message(JsonNode tree) {
    if (!tree.isObject() || !tree.path("jsonrpc").asText().equals("2.0")) {
      throw invalid("not a JSON-RPC 2.0 message");
    }
    JsonNode method = tree.get("method");
    if (method != null) {
      return call(tree, method);
    }
    JsonNode error = tree.get("error");
    JsonNode result = tree.get("result");
    if ((error == null) == (result == null)) {
      throw invalid("an answer has either a result or an error");
    }
    return result == null
        ? new Message.Failure(id(tree.get("id")), error(tree.path("error")))
        : new Message.Result(required(id(tree.get("id"))), result);
  }

  private static Message call(JsonNode tree, JsonNode method) {
    JsonNode params = tree.get("params");
    if (!method.isTextual() || (params != null && !params.isObject())) {
      throw invalid("a method is a string and its params are an object");
    }
    return tree.has("id")
        ? new Message.Request(required(id(tree.get("id"))), method.textValue(), (ObjectNode) params)
        : new Message.Notification(method.textValue(), (ObjectNode) params);
  }

  private static RpcError error(JsonNode error) {
    if (!error.path("code").isInt() || !error.path("message").isTextual()) {
      throw invalid("an error has a code and a message");
    }
    return new RpcError(
        error.path("code").intValue(), error.path("message").textValue(), error.get("data"));
  }

  private static @Nullable RequestId id(@Nullable JsonNode id) {
    if (id == null || id.isNull()) {
      return null;
    }
    if (id.isTextual()) {
      return new RequestId.Text(id.textValue());
    }
    if (id.isIntegralNumber() && id.canConvertToLong()) {
      return new RequestId.Numeric(id.longValue());
    }
    throw invalid("an id is a string or an integer");
  }

  private static RequestId required(@Nullable RequestId id) {
    if (id == null) {
      throw invalid("an id is a string or an integer");
    }
    return id;
  }

  private static void putId(ObjectNode tree, @Nullable RequestId id) {
    switch (id) {
      case null -> tree.putNull("id");
      case RequestId.Numeric number -> tree.put("id", number.value());
      case RequestId.Text text -> tree.put("id", text.value());
    }
  }

  private static void putIfPresent(ObjectNode tree, String name, @Nullable JsonNode value) {
    if (value != null) {
      tree.set(name, value);
    }
  }

  private static MalformedMessageException invalid(String message) {
    return new MalformedMessageException(RpcErrorCode.INVALID_REQUEST, message);
  }
}
