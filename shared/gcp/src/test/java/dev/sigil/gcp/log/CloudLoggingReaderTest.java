package dev.sigil.gcp.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.api.MonitoredResource;
import com.google.logging.v2.LogEntry;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import dev.sigil.core.TransientException;
import dev.sigil.core.deploy.LogReader;
import dev.sigil.core.deploy.LogReader.Line;
import dev.sigil.core.deploy.LogReader.Source;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.gcp.Cell;
import dev.sigil.gcp.GcpConfig;
import dev.sigil.gcp.Names;
import dev.sigil.gcp.fake.FakeGoogleCloud;
import dev.sigil.gcp.fake.FakeLogging;
import dev.sigil.testkit.log.LogReaderContract;
import io.grpc.Status;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloudLoggingReaderTest extends LogReaderContract {
  private static final Cell HOME = new Cell("sigil-prod", "europe-west1");
  private static final Cell OTHER_CELL = new Cell("sigil-cell2", "us-central1");
  private static final DeploymentId DEPLOYMENT = RELEASE.deployment();

  private final FakeLogging logging = new FakeLogging();
  private final FakeGoogleCloud cloud = FakeGoogleCloud.start(logging);
  private final CloudLoggingReader reader =
      CloudLoggingReader.open(
          cloud.clients(),
          new GcpConfig(
              HOME,
              List.of(HOME, OTHER_CELL),
              "(default)",
              "sigil-",
              "sources",
              "images",
              "build",
              "gate",
              null));
  private int written;

  @AfterEach
  void close() {
    reader.close();
    cloud.close();
  }

  @Override
  protected LogReader reader() {
    return reader;
  }

  @Override
  protected void write(ReleaseId release, Source source, String stream, String text) {
    LogEntry.Builder entry =
        source == Source.SERVER ? server(HOME, release, stream) : build(release, "build-1");
    logging.write(entry.setTextPayload(text).build());
  }

  @Test
  void read_serverOfAnotherCell_isShown() {
    logging.write(server(OTHER_CELL, RELEASE, "stdout").setTextPayload("far away").build());

    assertThat(texts(reader.read(DEPLOYMENT, Source.SERVER, 10, null))).containsExactly("far away");
  }

  @Test
  void read_lineOfJson_showsItsMessageOrAll() {
    Struct withMessage = fields("message", "started").toBuilder().build();
    logging.write(server(HOME, RELEASE, "stdout").setJsonPayload(withMessage).build());
    logging.write(server(HOME, RELEASE, "stderr").setJsonPayload(fields("event", "x\ny")).build());

    assertThat(texts(reader.read(DEPLOYMENT, Source.SERVER, 10, null)))
        .containsExactly("started", "{\"event\":\"x\\ny\"}");
  }

  @Test
  void read_platformsOwnEntry_isOfThePlatform() {
    logging.write(
        server(HOME, RELEASE, "varlog%2Fsystem").setTextPayload("Container terminated.").build());

    assertThat(reader.read(DEPLOYMENT, Source.SERVER, 10, null).lines())
        .extracting(Line::stream)
        .containsExactly("platform");
  }

  @Test
  void read_requestLog_isNotShown() {
    logging.write(server(HOME, RELEASE, "requests").setTextPayload("GET /mcp").build());

    assertThat(reader.read(DEPLOYMENT, Source.SERVER, 10, null).lines()).isEmpty();
  }

  @Test
  void read_deploymentWhoseIdBeginsAlike_isNotShown() {
    write(new ReleaseId("deployment12-release1"), Source.BUILD, "stdout", "other");
    write(new ReleaseId("deployment12-release1"), Source.SERVER, "stdout", "other");

    assertThat(reader.read(DEPLOYMENT, Source.BUILD, 10, null).lines()).isEmpty();
    assertThat(reader.read(DEPLOYMENT, Source.SERVER, 10, null).lines()).isEmpty();
  }

  @Test
  void read_pagesThatEndEarly_areReadOn() {
    logging.endPagesAfter(2);
    for (int i = 0; i < 9; i++) {
      write(RELEASE, Source.SERVER, "stdout", "line " + i);
    }

    assertThat(texts(reader.read(DEPLOYMENT, Source.SERVER, 7, null)))
        .hasSize(7)
        .endsWith("line 8");
  }

  @Test
  void read_insertIdOfAnyText_isOnlyAValue() {
    String hostile = "x\" OR timestamp>\"1970-01-01T00:00:00Z\\";
    logging.write(
        server(HOME, RELEASE, "stdout").setInsertId(hostile).setTextPayload("one").build());
    String cursor = reader.read(DEPLOYMENT, Source.SERVER, 10, null).cursor();

    assertThat(reader.read(DEPLOYMENT, Source.SERVER, 10, cursor).lines()).isEmpty();
  }

  @Test
  void build_showsTheLastLinesOfThatBuild() {
    for (int i = 0; i < 5; i++) {
      logging.write(build(RELEASE, "build-1").setTextPayload("step " + i).build());
      logging.write(build(RELEASE, "build-2").setTextPayload("other").build());
    }

    assertThat(reader.build("build-1", 2)).containsExactly("step 3", "step 4");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, LogReader.MAX_LINES + 1})
  void read_limitOutOfBounds_isRefused(int limit) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> reader.read(DEPLOYMENT, Source.SERVER, limit, null));
  }

  @Test
  void read_overQuota_isTransient() {
    cloud.refuse("ListLogEntries", Status.RESOURCE_EXHAUSTED, 1);

    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(() -> reader.read(DEPLOYMENT, Source.SERVER, 10, null));
  }

  @Test
  void read_connectionBreaks_isRepeated() {
    write(RELEASE, Source.SERVER, "stdout", "one");
    cloud.refuse("ListLogEntries", Status.UNAVAILABLE, 2);

    assertThat(texts(reader.read(DEPLOYMENT, Source.SERVER, 10, null))).containsExactly("one");
  }

  private LogEntry.Builder server(Cell cell, ReleaseId release, String log) {
    DeploymentId deployment = release.deployment();
    return entry("projects/" + cell.project() + "/logs/run.googleapis.com%2F" + log)
        .setResource(
            MonitoredResource.newBuilder()
                .setType("cloud_run_revision")
                .putLabels("project_id", cell.project())
                .putLabels("location", cell.region())
                .putLabels("service_name", Names.service(deployment))
                .putLabels("revision_name", Names.service(deployment) + "-r1"))
        .putLabels("instanceId", "0087244a80")
        .putLabels(Names.DEPLOYMENT_LABEL, deployment.value())
        .putLabels(Names.RELEASE_LABEL, release.value());
  }

  private LogEntry.Builder build(ReleaseId release, String id) {
    return entry("projects/" + HOME.project() + "/logs/cloudbuild")
        .setResource(
            MonitoredResource.newBuilder()
                .setType("build")
                .putLabels("project_id", HOME.project())
                .putLabels("build_id", id)
                .putLabels("build_trigger_id", ""))
        .putLabels("build_step", "Step #0")
        .putLabels(
            "build_tags",
            String.join(
                ",",
                Names.BUILD_TAG,
                Names.deploymentTag(release.deployment()),
                Names.releaseTag(release)));
  }

  /* Three entries share a time, so that the insert id decides. */
  private LogEntry.Builder entry(String logName) {
    int number = written++;
    return LogEntry.newBuilder()
        .setLogName(logName)
        .setInsertId("%08x".formatted(number))
        .setTimestamp(
            Timestamp.newBuilder().setSeconds(1_770_000_000).setNanos(number / 3 * 1_000));
  }

  private static Struct fields(String name, String value) {
    return Struct.newBuilder()
        .putFields(name, Value.newBuilder().setStringValue(value).build())
        .build();
  }
}
