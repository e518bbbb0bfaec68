package dev.sigil.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A path with parameters, such as {@code /api/v1/releases/{id}}. A parameter stands for exactly one
 * segment, which may hold an encoded slash.
 */
record PathTemplate(String text, List<String> segments) {
  static PathTemplate of(String text) {
    return new PathTemplate(text, List.of(text.substring(1).split("/", -1)));
  }

  /** The parameters by name when the path fits. */
  Optional<Map<String, String>> match(RequestPath path) {
    if (path.segments().size() != segments.size()) {
      return Optional.empty();
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i < segments.size(); i++) {
      String segment = segments.get(i);
      String actual = path.segments().get(i);
      if (segment.startsWith("{")) {
        parameters.put(segment.substring(1, segment.length() - 1), actual);
      } else if (!segment.equals(actual)) {
        return Optional.empty();
      }
    }
    return Optional.of(parameters);
  }
}
