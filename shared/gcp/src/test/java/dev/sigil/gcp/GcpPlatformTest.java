package dev.sigil.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.cloud.secretmanager.v1.ListSecretsRequest;
import com.google.logging.v2.ListLogEntriesRequest;
import dev.sigil.core.ConfigException;
import dev.sigil.core.deploy.LogReader.Source;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.json.Json;
import dev.sigil.core.platform.Platform;
import dev.sigil.gcp.fake.FakeGoogleCloud;
import dev.sigil.gcp.fake.FakeIam;
import dev.sigil.gcp.fake.FakeLogging;
import dev.sigil.gcp.fake.FakePolicies;
import dev.sigil.gcp.fake.FakeSecretManager;
import dev.sigil.testkit.emulator.Emulators;
import dev.sigil.testkit.emulator.FirestoreEmulator;
import dev.sigil.testkit.time.MutableClock;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Emulators.class)
class GcpPlatformTest {
  private static final List<Function<Platform, Object>> PORTS =
      List.of(
          Platform::documents,
          Platform::events,
          Platform::sources,
          Platform::builds,
          Platform::servers,
          Platform::instances,
          Platform::secrets,
          Platform::logs,
          Platform::clock);

  private final FakeGoogleCloud cloud =
      FakeGoogleCloud.start(
          new FakeSecretManager(new MutableClock(), new FakePolicies(new FakeIam())),
          new FakeLogging());
  private final Map<String, String> environment;

  GcpPlatformTest(FirestoreEmulator firestore) {
    this.environment =
        Map.of(
            "SIGIL_GCP_PROJECT", "sigil-platform",
            "SIGIL_GCP_REGION", "europe-west1",
            "SIGIL_GCP_SOURCE_BUCKET", "sigil-platform-sources",
            "SIGIL_GCP_IMAGE_REPOSITORY", "europe-west1-docker.pkg.dev/sigil-platform/servers",
            "SIGIL_GCP_BUILD_ACCOUNT", "build@sigil-platform.iam.gserviceaccount.com",
            "SIGIL_GCP_GATEWAY_ACCOUNT", "gateway@sigil-platform.iam.gserviceaccount.com",
            "SIGIL_GCP_EMULATOR_HOST", cloud.endpoint(),
            "FIRESTORE_EMULATOR_HOST", firestore.endpoint());
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  @Test
  void ports_areMadeOnceAndConnectToNothing() {
    try (Platform platform = Platform.open(environment)) {
      assertThat(PORTS)
          .allSatisfy(port -> assertThat(port.apply(platform)).isSameAs(port.apply(platform)));
    }
    assertThat(cloud.calls()).isEmpty();
  }

  @Test
  void ports_reachTheirServices() {
    DeploymentId deployment = new DeploymentId("deployment1");
    try (Platform platform = Platform.open(environment)) {
      platform.documents().put("things", "x", Json.object().put("a", 1));
      assertThat(platform.documents().get("things", "x")).isPresent();
      assertThat(platform.secrets().list(deployment)).isEmpty();
      assertThat(platform.logs().read(deployment, Source.SERVER, 1, null).lines()).isEmpty();
    }
    assertThat(cloud.requests(ListSecretsRequest.class)).hasSize(1);
    assertThat(cloud.requests(ListLogEntriesRequest.class)).hasSize(1);
  }

  @Test
  void open_withoutSettings_namesThem() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> Platform.open(Map.of()))
        .withMessageContaining("SIGIL_GCP_PROJECT is not set");
  }
}
