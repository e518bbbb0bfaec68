package dev.sigil.mcp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the envelopes of one message or of a batch in a single pass, without building a tree. The
 * whole text is checked to be JSON. Members that routing looks at may not occur twice. Thread-safe.
 */
public final class EnvelopeReader {
  private static final int MAX_BATCH = 100;

  private final MessageLimits limits;
  private final JsonFactory factory;

  public EnvelopeReader(MessageLimits limits) {
    this.limits = limits;
    this.factory = JsonBounds.factory(limits);
  }

  /** One message, or the messages of a batch in order; never empty. */
  public record Frame(boolean batch, List<Envelope> messages) {
    public Frame {
      messages = List.copyOf(messages);
    }
  }

  /**
   * Reads the messages of a text.
   *
   * @throws MalformedMessageException when the text is neither or exceeds a limit
   */
  public Frame read(byte[] json) {
    if (json.length > limits.maxBytes()) {
      throw invalid("the message exceeds " + limits.maxBytes() + " bytes");
    }
    if (!isUtf8(json)) {
      throw new MalformedMessageException(RpcErrorCode.PARSE_ERROR, "a message is UTF-8 text");
    }
    try (JsonParser parser = factory.createParser(json)) {
      Frame frame = frame(parser);
      if (parser.nextToken() != null) {
        throw invalid("there is more than one message");
      }
      return frame;
    } catch (IOException e) {
      throw new MalformedMessageException(RpcErrorCode.PARSE_ERROR, "malformed JSON", e);
    }
  }

  /* The parser would also take UTF-16 and UTF-32; who gets the bytes next would not. */
  private static boolean isUtf8(byte[] json) {
    boolean known = json.length > 0 && (json[0] == '{' || json[0] == '[' || json[0] <= ' ');
    for (int i = 0; i < Math.min(4, json.length); i++) {
      known &= json[i] != 0;
    }
    return known && json[0] > 0;
  }

  private static Frame frame(JsonParser parser) throws IOException {
    JsonToken first = parser.nextToken();
    if (first == JsonToken.START_OBJECT) {
      return new Frame(false, List.of(new Fields().read(parser)));
    }
    if (first != JsonToken.START_ARRAY) {
      throw invalid("a message is an object");
    }
    List<Envelope> messages = new ArrayList<>();
    while (parser.nextToken() == JsonToken.START_OBJECT && messages.size() < MAX_BATCH) {
      messages.add(new Fields().read(parser));
    }
    if (messages.isEmpty() || parser.currentToken() != JsonToken.END_ARRAY) {
      throw invalid("a batch holds 1 to " + MAX_BATCH + " messages");
    }
    return new Frame(true, messages);
  }

  /** The members of one message as they come by. */
  private static final class Fields {
    private final List<String> seen = new ArrayList<>(4);
    private boolean hasVersion;
    private boolean hasResult;
    private boolean hasError;
    private boolean hasId;
    private @Nullable RequestId id;
    private @Nullable String method;
    private @Nullable RequestId token;
    private @Nullable RequestId metaToken;
    private @Nullable RequestId cancels;
    private @Nullable String protocolVersion;

    Envelope read(JsonParser parser) throws IOException {
      int start = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        member(parser, name, value);
      }
      return envelope(start, Math.toIntExact(parser.currentLocation().getByteOffset()));
    }

    private void member(JsonParser parser, String name, JsonToken value) throws IOException {
      switch (name) {
        case "jsonrpc" -> {
          once(name);
          hasVersion = value == JsonToken.VALUE_STRING && parser.getText().equals("2.0");
        }
        case "id" -> {
          once(name);
          id = id(parser, value);
          hasId = true;
        }
        case "method" -> {
          once(name);
          require(value == JsonToken.VALUE_STRING, "a method is a string");
          method = parser.getText();
        }
        case "params" -> {
          once(name);
          require(value == JsonToken.START_OBJECT, "params are an object");
          inner(parser);
        }
        case "result" -> {
          once(name);
          hasResult = true;
          if (value == JsonToken.START_OBJECT) {
            inner(parser);
          } else {
            parser.skipChildren();
          }
        }
        case "error" -> {
          once(name);
          require(value == JsonToken.START_OBJECT, "an error is an object");
          hasError = true;
          parser.skipChildren();
        }
        default -> parser.skipChildren();
      }
    }

    private void inner(JsonParser parser) throws IOException {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (value == JsonToken.START_OBJECT && name.equals("_meta")) {
          meta(parser);
        } else if (value.isStructStart()) {
          parser.skipChildren();
        } else if (name.equals("progressToken")) {
          token = idOrNull(parser, value);
        } else if (name.equals("requestId")) {
          cancels = idOrNull(parser, value);
        } else if (name.equals("protocolVersion") && value == JsonToken.VALUE_STRING) {
          protocolVersion = parser.getText();
        }
      }
    }

    private void meta(JsonParser parser) throws IOException {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals("progressToken")) {
          metaToken = idOrNull(parser, value);
        }
        parser.skipChildren();
      }
    }

    private Envelope envelope(int start, int end) {
      require(hasVersion, "not a JSON-RPC 2.0 message");
      String called = method;
      if (called != null) {
        require(!hasResult && !hasError, "a call has no result");
        require(!hasId || id != null, "an id is a string or an integer");
        return new Envelope(
            hasId ? Envelope.Kind.REQUEST : Envelope.Kind.NOTIFICATION,
            id,
            called,
            hasId ? metaToken : called.equals("notifications/progress") ? token : null,
            called.equals("notifications/cancelled") ? cancels : null,
            protocolVersion,
            start,
            end);
      }
      require(hasResult != hasError, "an answer has either a result or an error");
      require(hasError || id != null, "an id is a string or an integer");
      return new Envelope(
          hasError ? Envelope.Kind.FAILURE : Envelope.Kind.RESULT,
          id,
          null,
          null,
          null,
          protocolVersion,
          start,
          end);
    }

    private void once(String name) {
      require(!seen.contains(name), "the member " + name + " occurs twice");
      seen.add(name);
    }

    private static @Nullable RequestId id(JsonParser parser, JsonToken value) throws IOException {
      if (value == JsonToken.VALUE_NULL) {
        return null;
      }
      RequestId id = idOrNull(parser, value);
      if (id == null) {
        throw invalid("an id is a string or an integer");
      }
      return id;
    }

    private static @Nullable RequestId idOrNull(JsonParser parser, JsonToken value)
        throws IOException {
      if (value == JsonToken.VALUE_STRING) {
        return new RequestId.Text(parser.getText());
      }
      boolean isLong =
          value == JsonToken.VALUE_NUMBER_INT
              && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
      return isLong ? new RequestId.Numeric(parser.getLongValue()) : null;
    }
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw invalid(message);
    }
  }

  private static MalformedMessageException invalid(String message) {
    return new MalformedMessageException(RpcErrorCode.INVALID_REQUEST, message);
  }
}
