package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** Follows one release to its end and shows each stage as it passes. */
final class ReleaseWatch {
  private static final Duration STEP = Duration.ofMillis(250);

  private final Session session;
  private final Api api;
  private final boolean quiet;
  private int shown;

  ReleaseWatch(Session session, Api api, boolean quiet) {
    this.session = session;
    this.api = api;
    this.quiet = quiet;
  }

  /** Returns the release once it has ended, or as it is when {@code patience} runs out. */
  JsonNode follow(String release, Duration patience) {
    Instant deadline = Instant.now().plus(patience);
    JsonNode now = api.get("/api/v1/releases/" + Api.encode(release));
    while (open(now) && Instant.now().isBefore(deadline)) {
      show(now);
      LockSupport.parkNanos(STEP.toNanos());
      now = api.get("/api/v1/releases/" + Api.encode(release));
    }
    show(now);
    return now;
  }

  static boolean open(JsonNode release) {
    return release.path("phase").asText().equals("open");
  }

  private void show(JsonNode release) {
    JsonNode stages = release.path("stages");
    for (; shown < stages.size() && !quiet; shown++) {
      JsonNode stage = stages.get(shown);
      String name = stage.path("stage").asText();
      if (stage.path("endedAt").isMissingNode()) {
        return;
      }
      session.err().println("  " + mark(name) + " " + pad(name) + duration(stage));
    }
  }

  private String mark(String stage) {
    return switch (stage) {
      case "failed", "blocked", "cancelled" -> Cli.colored(session.ansi(), "red", "✗");
      case "superseded" -> Cli.colored(session.ansi(), "yellow", "↷");
      default -> Cli.colored(session.ansi(), "green", "✓");
    };
  }

  private static String pad(String stage) {
    return String.format(Locale.ROOT, "%-11s", stage);
  }

  private static String duration(JsonNode stage) {
    Instant from = Instant.parse(stage.path("startedAt").asText());
    Instant to = Instant.parse(stage.path("endedAt").asText());
    long millis = Duration.between(from, to).toMillis();
    return millis == 0 ? "" : String.format(Locale.ROOT, "%6.2f s", millis / 1000.0);
  }
}
