package dev.sigil.gcp.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.cloud.secretmanager.v1.AddSecretVersionRequest;
import com.google.cloud.secretmanager.v1.CreateSecretRequest;
import com.google.cloud.secretmanager.v1.SecretVersion;
import com.google.cloud.secretmanager.v1.SecretVersion.State;
import dev.sigil.core.TransientException;
import dev.sigil.core.secret.SecretName;
import dev.sigil.core.secret.SecretVault;
import dev.sigil.gcp.Cell;
import dev.sigil.gcp.GcpConfig;
import dev.sigil.gcp.Names;
import dev.sigil.gcp.fake.FakeGoogleCloud;
import dev.sigil.gcp.fake.FakeIam;
import dev.sigil.gcp.fake.FakePolicies;
import dev.sigil.gcp.fake.FakeSecretManager;
import dev.sigil.testkit.secret.SecretVaultContract;
import dev.sigil.testkit.time.MutableClock;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretManagerVaultTest extends SecretVaultContract {
  private static final Cell HOME = new Cell("sigil-prod", "europe-west1");
  private static final GcpConfig CONFIG =
      new GcpConfig(
          HOME, List.of(HOME), "(default)", "sigil-", "sources", "images", "build", "gate", null);
  private static final String SECRET =
      "projects/sigil-prod/secrets/" + Names.secret(DEPLOYMENT, TOKEN);

  private final MutableClock clock = new MutableClock();
  private final FakeSecretManager manager =
      new FakeSecretManager(clock, new FakePolicies(new FakeIam()));
  private final FakeGoogleCloud cloud = FakeGoogleCloud.start(manager);
  private final SecretManagerVault vault = SecretManagerVault.open(cloud.clients(), CONFIG, clock);

  private final List<SecretManagerVault> opened = new ArrayList<>(List.of(vault));

  @Override
  protected SecretVault open(Path directory, InstantSource time) {
    SecretManagerVault other = SecretManagerVault.open(cloud.clients(), CONFIG, time);
    opened.add(other);
    return other;
  }

  @AfterEach
  void close() {
    opened.forEach(SecretManagerVault::close);
    cloud.close();
  }

  @Test
  void put_makesALabelledSecretWithACheckedValue() {
    vault.put(DEPLOYMENT, TOKEN, "s3cret ü");

    CreateSecretRequest created = cloud.requests(CreateSecretRequest.class).getFirst();
    assertThat(created.getSecret().getLabelsMap())
        .containsEntry(Names.DEPLOYMENT_LABEL, DEPLOYMENT.value());
    assertThat(created.getSecret().getReplication().hasAutomatic()).isTrue();
    assertThat(cloud.requests(AddSecretVersionRequest.class).getFirst().getPayload())
        .matches(payload -> payload.hasDataCrc32C());
    assertThat(manager.value(SECRET)).hasValue("s3cret ü");
  }

  @Test
  void put_again_destroysTheValuesBefore() {
    for (String value : List.of("one", "two", "three")) {
      vault.put(DEPLOYMENT, TOKEN, value);
    }

    assertThat(manager.value(SECRET)).hasValue("three");
    assertThat(manager.versions(SECRET))
        .extracting(SecretVersion::getState)
        .containsExactly(State.DESTROYED, State.DESTROYED, State.ENABLED);
  }

  @Test
  void put_byManyAtOnce_keepsOneValue() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Boolean>> puts =
          IntStream.range(0, 8)
              .<Callable<Boolean>>mapToObj(
                  i ->
                      () -> {
                        vault.put(DEPLOYMENT, TOKEN, "value" + i);
                        return true;
                      })
              .toList();
      for (var put : threads.invokeAll(puts)) {
        assertThat(put.get()).isTrue();
      }
    }

    assertThat(vault.list(DEPLOYMENT)).hasSize(1);
    assertThat(manager.value(SECRET)).isPresent();
    assertThat(manager.versions(SECRET).getLast().getState()).isEqualTo(State.ENABLED);
  }

  @Test
  void put_cutOffBeforeTheValue_isNotListedUntilRepeated() {
    cloud.refuse("AddSecretVersion", Status.INTERNAL, 1);

    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(() -> vault.put(DEPLOYMENT, TOKEN, "one"));
    assertThat(vault.list(DEPLOYMENT)).isEmpty();
    vault.put(DEPLOYMENT, TOKEN, "one");
    assertThat(vault.list(DEPLOYMENT)).hasSize(1);
  }

  @Test
  void put_answersAreLost_storesOneValue() {
    for (String call : List.of("CreateSecret", "AddSecretVersion", "UpdateSecret")) {
      cloud.loseAnswer(call, Status.UNAVAILABLE, 1);
    }
    vault.put(DEPLOYMENT, TOKEN, "one");

    assertThat(vault.list(DEPLOYMENT)).hasSize(1);
    assertThat(manager.value(SECRET)).hasValue("one");
    assertThat(manager.versions(SECRET))
        .filteredOn(version -> version.getState() == State.ENABLED)
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RESOURCE_EXHAUSTED", "DEADLINE_EXCEEDED", "INTERNAL"})
  void list_refusedForNow_isTransient(String code) {
    cloud.refuse("ListSecrets", Status.fromCode(Status.Code.valueOf(code)), 1);

    assertThatExceptionOfType(TransientException.class).isThrownBy(() -> vault.list(DEPLOYMENT));
  }

  @Test
  void removeAll_removesWhatHasNoValueToo() {
    cloud.refuse("AddSecretVersion", Status.INTERNAL, 1);
    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(() -> vault.put(DEPLOYMENT, TOKEN, "one"));
    vault.put(OTHER, new SecretName("KEPT"), "two");

    vault.removeAll(DEPLOYMENT);

    assertThat(manager.names())
        .containsExactly("projects/sigil-prod/secrets/sigil-deployment2-KEPT");
  }
}
