package dev.sigil.core.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/**
 * JSON as Sigil writes and reads it: RFC 3339 instants of one width (see {@link #text}), absent
 * instead of null, unknown fields ignored, a record's components in their order and what else it
 * tells by name, so that equal values give equal bytes in every process. Input is bounded ({@value
 * #MAX_DEPTH} levels, {@value #MAX_STRING} characters a string) and duplicate keys are refused,
 * since two readers may disagree about them. Thread-safe.
 */
public final class Json {
  public static final int MAX_DEPTH = 64;
  public static final int MAX_STRING = 8 * 1024 * 1024;

  private static final DateTimeFormatter INSTANT =
      new DateTimeFormatterBuilder().appendInstant(9).toFormatter(Locale.ROOT);

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(MAX_STRING)
                          .maxNumberLength(400)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(
              MapperFeature.SORT_PROPERTIES_ALPHABETICALLY,
              MapperFeature.SORT_CREATOR_PROPERTIES_BY_DECLARATION_ORDER)
          .addModule(new JavaTimeModule())
          .addModule(new SimpleModule().addSerializer(new InstantText()))
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  private Json() {}

  /** The input is not JSON, exceeds a bound, or does not fit the type asked for. */
  public static final class MalformedException extends RuntimeException {
    public MalformedException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  public static JsonNode parse(byte[] json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  public static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw malformed(e);
    }
  }

  public static <T> T read(byte[] json, Class<T> type) {
    return convert(parse(json), type);
  }

  public static <T> T read(String json, Class<T> type) {
    return convert(parse(json), type);
  }

  /** Reads a tree that was parsed before as {@code type}. */
  public static <T> T convert(JsonNode tree, Class<T> type) {
    try {
      return MAPPER.treeToValue(tree, type);
    } catch (IOException | IllegalArgumentException e) {
      throw malformed(e);
    }
  }

  /**
   * An instant as every document holds it: UTC with nine digits of a second, so that within the
   * years 0 to 9999 the order of the texts is the order of the instants.
   */
  public static String text(Instant instant) {
    return INSTANT.format(instant);
  }

  /** The tree of a record; the inverse of {@link #convert}. */
  public static ObjectNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  public static String write(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not writable as JSON: " + value.getClass().getName(), e);
    }
  }

  /** As {@link #write}, indented for people and for files under review. */
  public static String pretty(Object value) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not writable as JSON: " + value.getClass().getName(), e);
    }
  }

  public static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not writable as JSON: " + value.getClass().getName(), e);
    }
  }

  /* The original message quotes the input, which may hold a secret; only its place is kept. */
  private static MalformedException malformed(Exception e) {
    String where = "";
    if (e instanceof JsonProcessingException p && p.getLocation() != null) {
      where =
          " at line " + p.getLocation().getLineNr() + ", column " + p.getLocation().getColumnNr();
    }
    return new MalformedException("malformed JSON" + where, e);
  }

  private static final class InstantText extends StdSerializer<Instant> {
    private static final long serialVersionUID = 1;

    InstantText() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(text(value));
    }
  }
}
