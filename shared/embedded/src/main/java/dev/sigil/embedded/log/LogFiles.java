package dev.sigil.embedded.log;

import dev.sigil.core.deploy.LogReader.Line;
import dev.sigil.core.deploy.LogReader.Source;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.json.Json;
import dev.sigil.core.log.LogText;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Logs as files: {@code <root>/<deployment>/<source>/<number>.log}, one JSON object a line. A file
 * that is full is followed by the next number, and the oldest are deleted, so a log occupies at
 * most {@code segments} files of {@code segmentBytes}.
 */
public final class LogFiles implements LogSink {
  private static final Logger LOG = System.getLogger(LogFiles.class.getName());

  private final Path root;
  private final InstantSource clock;
  private final long segmentBytes;
  private final int segments;
  private final Map<LogKey, LogAppender> appenders = new HashMap<>();

  /** At most 32 MiB for each log. */
  public LogFiles(Path root, InstantSource clock) {
    this(root, clock, 4 << 20, 8);
  }

  LogFiles(Path root, InstantSource clock, long segmentBytes, int segments) {
    this.root = root;
    this.clock = clock;
    this.segmentBytes = segmentBytes;
    this.segments = segments;
  }

  @Override
  public Writer open(ReleaseId release, Source source) {
    LogKey key = new LogKey(release.deployment(), source);
    synchronized (appenders) {
      appenders
          .computeIfAbsent(
              key, k -> new LogAppender(new LogDirectory(root, k), segmentBytes, segments))
          .acquire();
    }
    return new FileWriter(key, release);
  }

  @Override
  public void deleteAll(DeploymentId deployment) {
    synchronized (appenders) {
      for (Source source : Source.values()) {
        LogKey key = new LogKey(deployment, source);
        LogAppender appender = appenders.get(key);
        try {
          if (appender == null) {
            new LogDirectory(root, key).delete();
          } else {
            appender.delete();
          }
        } catch (IOException e) {
          LOG.log(Level.WARNING, "a deleted server's log could not be removed", e);
        }
      }
    }
  }

  private void release(LogKey key) {
    synchronized (appenders) {
      LogAppender appender = appenders.get(key);
      if (appender != null && appender.release()) {
        appenders.remove(key);
      }
    }
  }

  private final class FileWriter implements Writer {
    private final LogKey key;
    private final ReleaseId release;
    private final LogAppender appender;
    private boolean closed;

    FileWriter(LogKey key, ReleaseId release) {
      this.key = key;
      this.release = release;
      synchronized (appenders) {
        this.appender = Objects.requireNonNull(appenders.get(key));
      }
    }

    @Override
    public void line(String stream, String text) {
      Line line = new Line(clock.instant(), release, stream, LogText.clean(text));
      appender.append((Json.write(line) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public synchronized void close() {
      if (!closed) {
        closed = true;
        release(key);
      }
    }
  }
}
