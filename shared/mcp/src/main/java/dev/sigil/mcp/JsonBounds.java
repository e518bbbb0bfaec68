package dev.sigil.mcp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;

/** JSON readers that refuse what exceeds the limits of a message. */
final class JsonBounds {
  private static final int MAX_NUMBER_LENGTH = 400;
  private static final int MAX_NAME_LENGTH = 4 * 1024;

  private JsonBounds() {}

  static StreamReadConstraints of(MessageLimits limits) {
    return StreamReadConstraints.builder()
        .maxNestingDepth(limits.maxDepth())
        .maxStringLength(limits.maxBytes())
        .maxNumberLength(MAX_NUMBER_LENGTH)
        .maxNameLength(MAX_NAME_LENGTH)
        .build();
  }

  /* Names come from strangers: interning or caching them would keep them for ever. */
  static JsonFactory factory(MessageLimits limits) {
    return JsonFactory.builder()
        .streamReadConstraints(of(limits))
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .build();
  }
}
