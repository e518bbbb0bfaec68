package dev.sigil.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.json.Json;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A JSON object sent as a request's body, read member by member with errors that name them. */
public final class JsonBody {
  private static final int MAX_BYTES = 1024 * 1024;
  private static final int MAX_ITEMS = 100;
  private static final Pattern TYPE =
      Pattern.compile("application/json(?:\\s*;\\s*charset=\"?utf-8\"?)?");

  private final JsonNode object;

  private JsonBody(JsonNode object) {
    this.object = object;
  }

  static JsonBody of(Request request) {
    requireType(request);
    JsonNode tree = Json.parse(request.body(MAX_BYTES));
    if (!tree.isObject()) {
      throw new SigilException(ErrorCode.INVALID_REQUEST, "The body is not a JSON object.");
    }
    return new JsonBody(tree);
  }

  static JsonBody empty() {
    return new JsonBody(Json.object());
  }

  /**
   * Refuses anything but JSON in UTF-8.
   *
   * @throws SigilException {@code UNSUPPORTED_MEDIA_TYPE}
   */
  public static void requireType(Request request) {
    String type = request.header("Content-Type").orElse("").strip().toLowerCase(Locale.ROOT);
    if (!TYPE.matcher(type).matches()) {
      throw new SigilException(
          ErrorCode.UNSUPPORTED_MEDIA_TYPE, "The body's Content-Type is not application/json.");
    }
  }

  /** Refuses members other than these, so that a misspelt one is not silently ignored. */
  public JsonBody only(String... names) {
    Set<String> known = Set.of(names);
    for (Iterator<String> given = object.fieldNames(); given.hasNext(); ) {
      String name = given.next();
      if (!known.contains(name)) {
        throw new InvalidFieldException(
            name, "This field is not known here; known are " + String.join(", ", names) + ".");
      }
    }
    return this;
  }

  /** A member that must be a text with at least one visible character. */
  public String text(String name) {
    return optionalText(name)
        .filter(value -> !value.isBlank())
        .orElseThrow(() -> new InvalidFieldException(name, "The field is missing."));
  }

  /** A text member; empty when it is absent or null. */
  public Optional<String> optionalText(String name) {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw new InvalidFieldException(name, "The field is not a text.");
    }
    return Optional.of(value.textValue());
  }

  /** A whole number within bounds; empty when the member is absent or null. */
  public Optional<Integer> optionalInteger(String name, int min, int max) {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isInt() || value.intValue() < min || value.intValue() > max) {
      throw new InvalidFieldException(
          name, "The field is not a whole number within " + min + ".." + max + ".");
    }
    return Optional.of(value.intValue());
  }

  /** Texts of a list member; empty when it is absent or null. */
  public List<String> texts(String name) {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return List.of();
    }
    if (!value.isArray() || value.size() > MAX_ITEMS) {
      throw new InvalidFieldException(
          name, "The field is not a list of at most " + MAX_ITEMS + " texts.");
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode item : value) {
      if (!item.isTextual()) {
        throw new InvalidFieldException(name, "The list holds something that is not a text.");
      }
      texts.add(item.textValue());
    }
    return texts;
  }

  /** An object member whose members are texts; empty when it is absent or null. */
  public Map<String, String> members(String name) {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Map.of();
    }
    if (!value.isObject() || value.size() > MAX_ITEMS) {
      throw new InvalidFieldException(
          name, "The field is not an object of at most " + MAX_ITEMS + " texts.");
    }
    Map<String, String> members = new TreeMap<>();
    value
        .properties()
        .forEach(
            member -> {
              if (!member.getValue().isTextual()) {
                throw new InvalidFieldException(
                    name, "The object holds something that is not a text.");
              }
              members.put(member.getKey(), member.getValue().textValue());
            });
    return members;
  }

  /** Makes a domain value of a field, and its complaint an error about that field. */
  public static <T> T field(String name, String value, Function<String, T> parser) {
    try {
      return parser.apply(value);
    } catch (SigilException e) {
      throw new InvalidFieldException(name, String.valueOf(e.getMessage()));
    }
  }
}
