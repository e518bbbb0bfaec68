package dev.sigil.scanner.dependency.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON with the line of each value. Of a key that is given twice the last one counts, as in npm.
 */
final class JsonNodes {
  private static final int MAX_DEPTH = 200;
  private static final int MAX_NODES = 2_000_000;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(1 << 20)
                  .maxNameLength(10_000)
                  .maxNumberLength(400)
                  .build())
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .build();

  private final JsonParser parser;
  private int nodes;

  private JsonNodes(JsonParser parser) {
    this.parser = parser;
  }

  static Node parse(String text) {
    String json = text.startsWith("\uFEFF") ? text.substring(1) : text;
    try (JsonParser parser = FACTORY.createParser(json)) {
      parser.nextToken();
      return new JsonNodes(parser).value();
    } catch (IOException e) {
      throw new UnreadableException("it is not JSON");
    }
  }

  private Node value() throws IOException {
    if (++nodes > MAX_NODES) {
      throw new UnreadableException("it holds more than " + MAX_NODES + " values");
    }
    int line = parser.currentTokenLocation().getLineNr();
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new UnreadableException("it is empty");
    }
    return switch (token) {
      case START_OBJECT -> fields(line);
      case START_ARRAY -> items(line);
      case VALUE_NULL -> new Node.Scalar("", line);
      default -> new Node.Scalar(parser.getText(), line);
    };
  }

  private Node fields(int line) throws IOException {
    Map<String, Node> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      int at = parser.currentTokenLocation().getLineNr();
      parser.nextToken();
      Node value = value();
      fields.put(name, value.at(at));
    }
    return new Node.Fields(fields, line);
  }

  private Node items(int line) throws IOException {
    List<Node> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value());
    }
    return new Node.Items(items, line);
  }
}
