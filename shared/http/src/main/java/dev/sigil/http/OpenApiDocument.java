package dev.sigil.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The OpenAPI document of a function. */
public final class OpenApiDocument {
  private final String function;
  private final JsonNode document;

  private OpenApiDocument(String function, JsonNode document) {
    this.function = function;
    this.document = document;
  }

  /** Reads {@code openapi.json} beside {@code owner}, the class of the function. */
  public static OpenApiDocument beside(Class<?> owner, String function) {
    try (InputStream in = owner.getResourceAsStream("openapi.json")) {
      if (in == null) {
        throw new IllegalStateException("no openapi.json beside " + owner.getName());
      }
      return new OpenApiDocument(function, Json.parse(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The function's name, such as {@code console-api}. */
  public String function() {
    return function;
  }

  Response response() {
    return Response.json(200, document).with("Access-Control-Allow-Origin", "*");
  }
}
