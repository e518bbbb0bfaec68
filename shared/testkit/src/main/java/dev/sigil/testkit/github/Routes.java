package dev.sigil.testkit.github;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a fake answers, by GitHub's name of the operation. */
final class Routes {
  private final Map<String, Handler> handlers = new HashMap<>();

  /** Answers requests for one operation; the fake's lock is held. */
  @FunctionalInterface
  interface Handler {
    Reply answer(Call call);
  }

  /** Operations that belong together. */
  @FunctionalInterface
  interface Resource {
    void add(Routes routes);
  }

  /** {@code operation} is such as {@code GET /repos/{owner}/{repo}}. */
  Routes on(String operation, Handler handler) {
    handlers.put(ApiDescription.published().named(operation).name(), handler);
    return this;
  }

  Optional<Handler> find(ApiOperation operation) {
    return Optional.ofNullable(handlers.get(operation.name()));
  }
}
