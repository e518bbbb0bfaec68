package dev.sigil.testkit.github;

import dev.sigil.testkit.github.Call.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was asked, what was wrong with it, and what it cost. Thread-safe. */
final class Ledger {
  /* See GitHub's "Rate limits for the REST API". */
  private static final int LIMIT = 5_000;
  private static final int ANONYMOUS = 60;
  private static final Duration WINDOW = Duration.ofHours(1);

  private record Window(Instant end, int spent) {}

  private final InstantSource clock;
  private final List<String> requests = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private final Map<String, String> permissions = new TreeMap<>();
  private final Map<String, Window> windows = new HashMap<>();

  Ledger(InstantSource clock) {
    this.clock = clock;
  }

  synchronized void request(String request) {
    requests.add(request);
  }

  synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  synchronized void violation(String request, String problem) {
    violations.add(request + " " + problem);
  }

  synchronized List<String> violations() {
    return List.copyOf(violations);
  }

  synchronized void used(ApiOperation.Grant grant) {
    permissions.merge(
        grant.permission(), grant.access(), (one, other) -> one.equals("write") ? one : other);
  }

  synchronized Map<String, String> permissions() {
    return Map.copyOf(permissions);
  }

  /** Counts a request against its caller's limit and returns the headers that tell of it. */
  synchronized Map<String, String> spend(Caller caller, int cost) {
    Window window = window(caller);
    windows.put(caller.account(), new Window(window.end(), window.spent() + cost));
    return headers(caller);
  }

  synchronized boolean exhausted(Caller caller) {
    return window(caller).spent() >= limit(caller);
  }

  synchronized Map<String, String> headers(Caller caller) {
    Window window = window(caller);
    return Map.of(
        "X-RateLimit-Limit", Integer.toString(limit(caller)),
        "X-RateLimit-Remaining", Integer.toString(Math.max(0, limit(caller) - window.spent())),
        "X-RateLimit-Used", Integer.toString(window.spent()),
        "X-RateLimit-Reset", Long.toString(window.end().getEpochSecond()));
  }

  private static int limit(Caller caller) {
    return caller instanceof Caller.Anonymous ? ANONYMOUS : LIMIT;
  }

  private Window window(Caller caller) {
    Window known = windows.get(caller.account());
    return known != null && clock.instant().isBefore(known.end())
        ? known
        : new Window(clock.instant().plus(WINDOW), 0);
  }
}
