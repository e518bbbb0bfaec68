package dev.sigil.mcp;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/**
 * What ties an answer to its request, or a progress notice to what it is about: a string or an
 * integer (2025-11-25, basic: requests). The number 1 and the string "1" differ.
 */
public sealed interface RequestId {
  record Numeric(long value) implements RequestId {
    @Override
    public String json() {
      return Long.toString(value);
    }
  }

  record Text(String value) implements RequestId {
    @Override
    public String json() {
      return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(value)) + '"';
    }
  }

  /** The id as JSON text. */
  String json();
}
