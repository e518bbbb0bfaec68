package dev.sigil.http;

/** Answers requests of one route. Thread-safe; whatever it throws becomes an error response. */
@FunctionalInterface
public interface Handler {
  Response handle(Request request);
}
