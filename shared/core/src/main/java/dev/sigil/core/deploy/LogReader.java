package dev.sigil.core.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.ReleaseId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what builds and servers wrote. Thread-safe. */
public interface LogReader {
  int MAX_LINES = 1_000;

  /**
   * Lines in the order they were written, from the cursor on; without a cursor the last {@code
   * limit} lines. Asking again with the returned cursor gives what was written since.
   *
   * @throws IllegalArgumentException when the cursor is not one of this port's, or the limit is not
   *     within 1..{@value #MAX_LINES}
   */
  Lines read(DeploymentId deployment, Source source, int limit, @Nullable String cursor);

  /** Who wrote a line. */
  enum Source {
    @JsonProperty("build")
    BUILD,
    @JsonProperty("server")
    SERVER
  }

  /**
   * One line. Control characters but tab are escaped, and it is cut at 8 KiB.
   *
   * @param release the release that wrote it
   * @param stream {@code stdout}, {@code stderr} or {@code platform}
   */
  record Line(Instant at, ReleaseId release, String stream, String text) {}

  /** Some lines and where to go on reading. */
  record Lines(List<Line> lines, String cursor) {
    public Lines {
      lines = List.copyOf(lines);
    }
  }
}
