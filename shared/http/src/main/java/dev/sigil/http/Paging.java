package dev.sigil.http;

import dev.sigil.core.store.Page;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which part of a list a request asks for. */
public record Paging(int limit, @Nullable String cursor) {
  private static final int MAX_CURSOR = 4_000;

  static Paging of(Request request, int defaultLimit, int maxLimit) {
    int limit = request.query("limit").map(Paging::number).orElse(defaultLimit);
    if (limit < 1 || limit > maxLimit) {
      throw new InvalidFieldException("limit", "The limit is not within 1.." + maxLimit + ".");
    }
    String cursor = request.query("cursor").orElse(null);
    if (cursor != null && cursor.length() > MAX_CURSOR) {
      throw unknownCursor();
    }
    return new Paging(limit, cursor);
  }

  /** Reads the page; a cursor that the list did not hand out is an error of the request. */
  public <T> Page<T> read(BiFunction<Integer, @Nullable String, Page<T>> list) {
    return orInvalid(() -> list.apply(limit, cursor));
  }

  /** As {@link #read}, for lists of another form. */
  public <T> T orInvalid(Supplier<T> read) {
    try {
      return read.get();
    } catch (IllegalArgumentException e) {
      if (cursor == null) {
        throw e;
      }
      throw unknownCursor();
    }
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new InvalidFieldException("limit", "The limit is not a whole number.");
    }
  }

  private static InvalidFieldException unknownCursor() {
    return new InvalidFieldException("cursor", "The cursor is not one that this list handed out.");
  }
}
