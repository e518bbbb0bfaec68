package dev.sigil.http;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A request's path as decoded segments. Each segment is decoded after the path was split, so an
 * encoded slash stays inside its segment. Empty segments are dropped, since hosts differ in whether
 * they keep them; {@code .} and {@code ..} are refused in every spelling, so that no host's
 * normalisation can make two readers see two paths.
 */
record RequestPath(List<String> segments) {
  private static final int MAX_LENGTH = 2_048;
  private static final int MAX_SEGMENTS = 32;

  RequestPath {
    segments = List.copyOf(segments);
  }

  /**
   * Splits and decodes.
   *
   * @throws SigilException {@code INVALID_REQUEST} when the path is too long, is not
   *     percent-encoded UTF-8, or holds a dot segment or a control character
   */
  static RequestPath parse(String path) {
    if (path.length() > MAX_LENGTH) {
      throw invalid("is longer than " + MAX_LENGTH + " characters");
    }
    List<String> segments = new ArrayList<>();
    for (String raw : path.split("/", -1)) {
      if (!raw.isEmpty()) {
        segments.add(checked(decode(raw)));
      }
    }
    if (segments.size() > MAX_SEGMENTS) {
      throw invalid("has more than " + MAX_SEGMENTS + " segments");
    }
    return new RequestPath(segments);
  }

  private static String checked(String segment) {
    if (segment.equals(".") || segment.equals("..")) {
      throw invalid("must not hold dot segments");
    }
    if (segment.chars().anyMatch(Character::isISOControl)) {
      throw invalid("must not hold control characters");
    }
    return segment;
  }

  /* Not URLDecoder: in a path a plus sign is a plus sign. */
  static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer decoded = ByteBuffer.allocate(raw.length);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] != '%') {
        decoded.put(raw[i]);
        continue;
      }
      if (i + 2 >= raw.length
          || !HexFormat.isHexDigit(raw[i + 1])
          || !HexFormat.isHexDigit(raw[i + 2])) {
        throw invalid("has a broken percent escape");
      }
      decoded.put(
          (byte) (HexFormat.fromHexDigit(raw[i + 1]) << 4 | HexFormat.fromHexDigit(raw[i + 2])));
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
    } catch (CharacterCodingException e) {
      throw invalid("is not UTF-8");
    }
  }

  private static SigilException invalid(String why) {
    return new SigilException(ErrorCode.INVALID_REQUEST, "The request's address " + why + ".");
  }
}
