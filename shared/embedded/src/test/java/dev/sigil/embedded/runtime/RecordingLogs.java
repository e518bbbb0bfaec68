package dev.sigil.embedded.runtime;

import dev.sigil.core.deploy.LogReader.Source;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.embedded.log.LogSink;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps every line as {@code stream: text}. */
final class RecordingLogs implements LogSink {
  private final List<Entry> entries = new CopyOnWriteArrayList<>();

  private record Entry(ReleaseId release, String text) {}

  @Override
  public Writer open(ReleaseId release, Source source) {
    return new Writer() {
      @Override
      public void line(String stream, String text) {
        entries.add(new Entry(release, stream + ": " + text));
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public void deleteAll(DeploymentId deployment) {
    entries.removeIf(entry -> entry.release().deployment().equals(deployment));
  }

  List<String> lines() {
    return entries.stream().map(Entry::text).toList();
  }
}
