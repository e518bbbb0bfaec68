package dev.sigil.embedded.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.deploy.LogReader;
import dev.sigil.core.deploy.LogReader.Line;
import dev.sigil.core.deploy.LogReader.Lines;
import dev.sigil.core.deploy.LogReader.Source;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.testkit.log.LogReaderContract;
import dev.sigil.testkit.time.MutableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLogReaderTest extends LogReaderContract {
  private static final int SEGMENT_BYTES = 4_000;
  private static final int SEGMENTS = 4;

  private Path root;
  private LogFiles files;

  @BeforeEach
  void openFiles(@TempDir Path directory) {
    root = directory;
    files = new LogFiles(root, new MutableClock(), SEGMENT_BYTES, SEGMENTS);
  }

  @Override
  protected LogReader reader() {
    return new FileLogReader(root);
  }

  @Override
  protected void write(ReleaseId release, Source source, String stream, String text) {
    try (LogSink.Writer writer = files.open(release, source)) {
      writer.line(stream, text);
    }
  }

  @Test
  void write_withoutEnd_keepsTheNewestSegments() throws IOException {
    try (LogSink.Writer writer = files.open(RELEASE, Source.SERVER)) {
      for (int i = 0; i < 1_000; i++) {
        writer.line(LogSink.Writer.STDOUT, "line " + i);
      }
    }

    List<Path> segments = segments();
    long bytes = 0;
    for (Path segment : segments) {
      bytes += Files.size(segment);
    }
    assertThat(segments).hasSize(SEGMENTS);
    assertThat(bytes).isLessThanOrEqualTo((long) SEGMENT_BYTES * SEGMENTS);
    assertThat(texts(read(2, null))).containsExactly("line 998", "line 999");
  }

  @Test
  void read_cursorRotatedAway_goesOnWithTheOldest() {
    write(RELEASE, Source.SERVER, "stdout", "lost");
    String cursor = read(1, null).cursor();
    try (LogSink.Writer writer = files.open(RELEASE, Source.SERVER)) {
      for (int i = 0; i < 1_000; i++) {
        writer.line(LogSink.Writer.STDOUT, "line " + i);
      }
    }

    List<Line> lines = read(1_000, cursor).lines();
    assertThat(lines).isNotEmpty().last().extracting(Line::text).isEqualTo("line 999");
    assertThat(lines).hasSizeLessThan(1_000);
  }

  @Test
  void read_lineTornByACrash_isLeftOutAndTheNextIsWhole() throws IOException {
    write(RELEASE, Source.SERVER, "stdout", "before");
    Files.writeString(segments().getFirst(), "{\"at\":\"20", StandardOpenOption.APPEND);
    assertThat(texts(read(10, null))).containsExactly("before");

    write(RELEASE, Source.SERVER, "stdout", "after");
    assertThat(texts(read(10, null))).containsExactly("before", "after");
  }

  @Test
  void read_cursorInsideALine_startsAtTheNext() {
    write(RELEASE, Source.SERVER, "stdout", "one");
    write(RELEASE, Source.SERVER, "stdout", "two");

    assertThat(texts(read(10, "1.5"))).containsExactly("two");
    assertThat(texts(read(10, "1.2000000000"))).isEmpty();
  }

  @Test
  void deleteAll_withAWriterOpen_leavesNothing() {
    write(RELEASE, Source.BUILD, "stdout", "build");
    try (LogSink.Writer writer = files.open(RELEASE, Source.SERVER)) {
      writer.line(LogSink.Writer.STDOUT, "one");
      files.deleteAll(RELEASE.deployment());
      writer.line(LogSink.Writer.STDOUT, "two");
    }

    assertThat(root).isEmptyDirectory();
  }

  private Lines read(int limit, @Nullable String cursor) {
    return reader().read(RELEASE.deployment(), Source.SERVER, limit, cursor);
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> found = Files.walk(root)) {
      return found.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
