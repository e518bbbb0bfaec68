package dev.sigil.testkit.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sigil.core.deploy.LogReader;
import dev.sigil.core.deploy.LogReader.Line;
import dev.sigil.core.deploy.LogReader.Lines;
import dev.sigil.core.deploy.LogReader.Source;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.ReleaseId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link LogReader} does. */
public abstract class LogReaderContract {
  protected static final ReleaseId RELEASE = new ReleaseId("deployment1-release1");
  protected static final ReleaseId OTHER = new ReleaseId("deployment2-release1");
  private static final DeploymentId DEPLOYMENT = RELEASE.deployment();

  protected abstract LogReader reader();

  /** Writes one line as the platform does for a build or a server. */
  protected abstract void write(ReleaseId release, Source source, String stream, String text);

  @Test
  void read_neverWritten_isEmptyAndGoesOn() {
    Lines none = reader().read(DEPLOYMENT, Source.SERVER, 10, null);
    write("first");

    assertThat(none.lines()).isEmpty();
    assertThat(texts(reader().read(DEPLOYMENT, Source.SERVER, 10, none.cursor())))
        .containsExactly("first");
  }

  @Test
  void read_withoutCursor_returnsTheLastLines() {
    for (int i = 0; i < 20; i++) {
      write("line " + i);
    }

    assertThat(texts(reader().read(DEPLOYMENT, Source.SERVER, 3, null)))
        .containsExactly("line 17", "line 18", "line 19");
  }

  @Test
  void read_withCursor_returnsWhatWasWrittenSince() {
    write("one");
    Lines first = reader().read(DEPLOYMENT, Source.SERVER, 10, null);
    Lines nothing = reader().read(DEPLOYMENT, Source.SERVER, 10, first.cursor());
    write("two");
    write("three");
    Lines rest = reader().read(DEPLOYMENT, Source.SERVER, 1, nothing.cursor());

    assertThat(nothing.lines()).isEmpty();
    assertThat(texts(rest)).containsExactly("two");
    assertThat(texts(reader().read(DEPLOYMENT, Source.SERVER, 10, rest.cursor())))
        .containsExactly("three");
  }

  @Test
  void read_pageByPage_returnsEveryLineOnce() {
    String cursor = reader().read(DEPLOYMENT, Source.SERVER, 1, null).cursor();
    List<String> written = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      written.add("line " + i);
      write("line " + i);
    }
    List<String> seen = new ArrayList<>();
    for (int page = 0; page < 20; page++) {
      Lines lines = reader().read(DEPLOYMENT, Source.SERVER, 7, cursor);
      seen.addAll(texts(lines));
      cursor = lines.cursor();
    }

    assertThat(seen).isEqualTo(written);
  }

  @Test
  void read_otherSourceOrDeployment_isNotShown() {
    write(RELEASE, Source.BUILD, "stdout", "build");
    write(OTHER, Source.SERVER, "stdout", "other");
    write(RELEASE, Source.SERVER, "stderr", "mine");

    List<Line> lines = reader().read(DEPLOYMENT, Source.SERVER, 10, null).lines();

    assertThat(lines).hasSize(1);
    assertThat(lines.getFirst().text()).isEqualTo("mine");
    assertThat(lines.getFirst().stream()).isEqualTo("stderr");
    assertThat(lines.getFirst().release()).isEqualTo(RELEASE);
  }

  @Test
  void read_controlCharacters_areEscaped() {
    write("a\u001b[31mred\tok\r\nb\u0000\u202ec é 😀");

    assertThat(texts(reader().read(DEPLOYMENT, Source.SERVER, 10, null)))
        .containsExactly("a\\u001b[31mred\tok\\u000d\\u000ab\\u0000\\u202ec é 😀");
  }

  @Test
  void read_longLine_isCutAtEightKibibytes() {
    write("é".repeat(100_000));

    String text = texts(reader().read(DEPLOYMENT, Source.SERVER, 10, null)).getFirst();
    assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSize(8 * 1024);
  }

  @Test
  void read_brokenCursor_isRefused() {
    for (String broken : List.of("", "x", "../1.0", "1.-1", "99999999999999999999.0")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> reader().read(DEPLOYMENT, Source.SERVER, 10, broken));
    }
  }

  private void write(String text) {
    write(RELEASE, Source.SERVER, "stdout", text);
  }

  protected static List<String> texts(Lines lines) {
    return lines.lines().stream().map(Line::text).toList();
  }
}
