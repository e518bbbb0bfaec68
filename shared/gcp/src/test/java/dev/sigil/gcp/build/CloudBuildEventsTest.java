package dev.sigil.gcp.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.api.MonitoredResource;
import com.google.logging.v2.LogEntry;
import com.google.protobuf.Timestamp;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.build.Artifact;
import dev.sigil.core.deploy.Failure;
import dev.sigil.core.deploy.ReleaseState;
import dev.sigil.core.event.BuildFinished;
import dev.sigil.core.event.Event;
import dev.sigil.core.event.ForeignEvents;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.json.Json;
import dev.sigil.gcp.GcpConfig;
import dev.sigil.gcp.fake.FakeGoogleCloud;
import dev.sigil.gcp.fake.FakeLogging;
import io.grpc.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CloudBuildEventsTest {
  private static final ReleaseId RELEASE = new ReleaseId("0123456789abcdef0123-aaaa");
  private static final String IMAGE =
      "europe-west1-docker.pkg.dev/sigil-test/sigil-servers/0123456789abcdef0123";
  private static final String DIGEST = "sha256:" + "ab".repeat(32);
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "SIGIL_GCP_PROJECT", "sigil-test",
          "SIGIL_GCP_REGION", "europe-west1",
          "SIGIL_GCP_SOURCE_BUCKET", "sigil-sources",
          "SIGIL_GCP_IMAGE_REPOSITORY", "europe-west1-docker.pkg.dev/sigil-test/sigil-servers",
          "SIGIL_GCP_BUILD_ACCOUNT", "sigil-build@sigil-test.iam.gserviceaccount.com",
          "SIGIL_GCP_GATEWAY_ACCOUNT", "sigil-gateway@sigil-test.iam.gserviceaccount.com");

  private final ForeignEvents events =
      CloudBuildEvents.of(GcpConfig.from(ENVIRONMENT), BuildLogs.NONE);

  /* The shape of a message as the documentation shows it, with fields that nobody here reads. */
  private static String message(String status, String account, String tags, String more) {
    return """
    {"id":"7f0e0b2f-0b1e-4ac0-9d0b-6f3d9d8f2e11","status":"%s","projectId":"sigil-test",
     "name":"projects/123456789/locations/europe-west1/builds/7f0e0b2f-0b1e-4ac0-9d0b-6f3d9d8f2e11",
     "createTime":"2026-03-02T12:00:00.123456789Z","finishTime":"2026-03-02T12:01:00Z",
     "timeout":"900s","queueTtl":"1800s","logUrl":"https://console.cloud.google.com/x",
     "serviceAccount":"projects/sigil-test/serviceAccounts/%s",
     "options":{"logging":"CLOUD_LOGGING_ONLY","requestedVerifyOption":"VERIFIED","new":["x"]},
     "tags":[%s],"artifacts":{"images":["%s:aaaa"]}%s}"""
        .formatted(status, account, tags, IMAGE, more);
  }

  private Optional<Event> read(String status, String more) {
    return events.translate(
        Map.of("buildId", "7f0e0b2f-0b1e-4ac0-9d0b-6f3d9d8f2e11", "status", status),
        message(
            status,
            "sigil-build@sigil-test.iam.gserviceaccount.com",
            "\"sigil\",\"deployment-0123456789abcdef0123\",\"release-" + RELEASE + "\"",
            more));
  }

  private Failure failure(String status, String more) {
    BuildFinished finished = (BuildFinished) read(status, more).orElseThrow();
    assertThat(finished.release()).isEqualTo(RELEASE);
    Failure failure = Objects.requireNonNull(finished.failure());
    assertThat(failure.stage()).isEqualTo(ReleaseState.BUILDING);
    assertThat(failure.hint()).isNotBlank();
    return failure;
  }

  private static String images(String name, String digest) {
    return ",\"results\":{\"images\":[{\"name\":\"%s\",\"digest\":\"%s\"}]}"
        .formatted(name, digest);
  }

  @Test
  void success_namesTheDigest() {
    assertThat(read("SUCCESS", images(IMAGE + ":aaaa", DIGEST)))
        .contains(BuildFinished.succeeded(RELEASE, new Artifact(IMAGE + "@" + DIGEST)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "europe-west1-docker.pkg.dev/sigil-test/sigil-servers/ffffffffffffffffffff:aaaa",
        "europe-west1-docker.pkg.dev/evil/sigil-servers/0123456789abcdef0123:aaaa",
        "europe-west1-docker.pkg.dev/sigil-test/sigil-servers/0123456789abcdef0123:bbbb",
        "docker.io/evil/image:aaaa"
      })
  void success_withAnotherImage_isRefused(String image) {
    assertThat(failure("SUCCESS", images(image, DIGEST)).code()).isEqualTo(ErrorCode.INTERNAL);
  }

  @Test
  void success_withoutADigest_isRefused() {
    assertThat(failure("SUCCESS", "").code()).isEqualTo(ErrorCode.INTERNAL);
    assertThat(failure("SUCCESS", images(IMAGE + ":aaaa", "sha256:short")).code())
        .isEqualTo(ErrorCode.INTERNAL);
  }

  @Test
  void failure_namesTheStepAndItsExitCode() {
    Failure failure =
        failure(
            "FAILURE",
            """
            ,"steps":[{"id":"repository-image","status":"SUCCESS"},
              {"id":"image","status":"FAILURE","exitCode":1}],
             "failureInfo":{"type":"USER_BUILD_STEP","detail":"step exited with status 1"}""");

    assertThat(failure.code()).isEqualTo(ErrorCode.BUILD_FAILED);
    assertThat(failure.reason())
        .isEqualTo("The build of the image ended with exit code 1: step exited with status 1");
  }

  @ParameterizedTest
  @CsvSource({
    "PUSH_FAILED, INTERNAL",
    "PUSH_NOT_AUTHORIZED, INTERNAL",
    "PUSH_IMAGE_NOT_FOUND, BUILD_FAILED",
    "LOGGING_FAILURE, INTERNAL",
    "FETCH_SOURCE_FAILED, INTERNAL",
    "FAILURE_TYPE_UNSPECIFIED, BUILD_FAILED",
    "SOMETHING_NEW, BUILD_FAILED"
  })
  void failure_ofEachType_hasACode(String type, ErrorCode code) {
    assertThat(failure("FAILURE", ",\"failureInfo\":{\"type\":\"" + type + "\"}").code())
        .isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TIMEOUT | BUILD_TIMEOUT | The build took longer than 15 minutes.",
        "EXPIRED | UNAVAILABLE | The build waited for a worker longer than 30 minutes.",
        "CANCELLED | BUILD_FAILED | The build was cancelled.",
        "INTERNAL_ERROR | INTERNAL | Cloud Build met an error of its own."
      })
  void end_withoutAnImage_isAFailure(String status, ErrorCode code, String reason) {
    assertThat(failure(status, "").code()).isEqualTo(code);
    assertThat(failure(status, "").reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"QUEUED", "PENDING", "WORKING", "STATUS_UNKNOWN", "SOMETHING_NEW"})
  void build_thatHasNotEnded_isIgnored(String status) {
    assertThat(read(status, "")).isEmpty();
  }

  @Test
  void build_ofSomebodyElse_isIgnored() {
    String other = "other@sigil-test.iam.gserviceaccount.com";
    String own = "sigil-build@sigil-test.iam.gserviceaccount.com";
    String tag = "\"release-" + RELEASE + "\"";

    assertThat(events.translate(Map.of(), message("FAILURE", other, tag, ""))).isEmpty();
    assertThat(events.translate(Map.of(), message("FAILURE", own, "\"nightly\"", ""))).isEmpty();
    assertThat(events.translate(Map.of(), message("FAILURE", own, "\"release-../x\"", "")))
        .isEmpty();
    assertThat(events.translate(Map.of(), "{}")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "not json", "{\"status\":{}}", "{\"id\":\"a\",\"id\":\"b\"}"})
  void message_thatIsNoBuild_isMalformed(String data) {
    assertThatExceptionOfType(Json.MalformedException.class)
        .isThrownBy(() -> events.translate(Map.of(), data));
  }

  @Test
  void failure_endsWithTheLog_whereItCanBeRead() {
    FakeLogging logging = new FakeLogging();
    try (FakeGoogleCloud cloud = FakeGoogleCloud.start(logging)) {
      Map<String, String> environment = new HashMap<>(ENVIRONMENT);
      environment.put("SIGIL_GCP_EMULATOR_HOST", cloud.endpoint());
      ForeignEvents reader =
          Objects.requireNonNull(ForeignEvents.load(environment).get("cloud-builds"));
      List<String> lines = List.of("Step 1/3", "npm error 404", "", "ERROR: exit code: 1");
      for (int i = 0; i < lines.size(); i++) {
        logging.write(line(1_772_452_800L + i, lines.get(i)));
      }

      assertThat(reason(reader))
          .isEqualTo("The build failed: Step 1/3 | npm error 404 | ERROR: exit code: 1");
      cloud.refuse("ListLogEntries", Status.PERMISSION_DENIED, 1);
      assertThat(reason(reader)).isEqualTo("The build failed: the detail");
    }
  }

  private static String reason(ForeignEvents reader) {
    String message =
        message(
            "FAILURE",
            "sigil-build@sigil-test.iam.gserviceaccount.com",
            "\"release-" + RELEASE + "\"",
            ",\"failureInfo\":{\"type\":\"USER_BUILD_STEP\",\"detail\":\"the detail\"}");
    BuildFinished finished = (BuildFinished) reader.translate(Map.of(), message).orElseThrow();
    return Objects.requireNonNull(finished.failure()).reason();
  }

  private static LogEntry line(long second, String text) {
    return LogEntry.newBuilder()
        .setLogName("projects/sigil-test/logs/cloudbuild")
        .setTimestamp(Timestamp.newBuilder().setSeconds(second))
        .setResource(
            MonitoredResource.newBuilder()
                .setType("build")
                .putLabels("project_id", "sigil-test")
                .putLabels("build_id", "7f0e0b2f-0b1e-4ac0-9d0b-6f3d9d8f2e11"))
        .putLabels("build_tags", "sigil,release-" + RELEASE)
        .setTextPayload(text)
        .build();
  }
}
