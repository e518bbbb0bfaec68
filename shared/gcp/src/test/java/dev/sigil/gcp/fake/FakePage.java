package dev.sigil.gcp.fake;

import java.util.List;

/** A part of a list, and the token that the rest is asked for with; empty at the end. */
record FakePage<T>(List<T> items, String next) {
  static <T> FakePage<T> of(List<T> all, int size, String token) {
    int from = 0;
    if (!token.isEmpty()) {
      Answers.require(token.matches("after-[0-9]{1,6}"), "page token");
      from = Math.min(all.size(), Integer.parseInt(token.substring("after-".length())));
    }
    int to = Math.min(all.size(), from + size);
    return new FakePage<>(all.subList(from, to), to == all.size() ? "" : "after-" + to);
  }
}
