package dev.sigil.testkit.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.secret.SecretName;
import dev.sigil.core.secret.SecretVault;
import dev.sigil.core.secret.SecretVault.Entry;
import dev.sigil.testkit.time.MutableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link SecretVault} does. */
public abstract class SecretVaultContract {
  protected static final DeploymentId DEPLOYMENT = new DeploymentId("deployment1");
  protected static final DeploymentId OTHER = new DeploymentId("deployment2");
  protected static final SecretName TOKEN = new SecretName("API_TOKEN");
  protected static final SecretName KEY = new SecretName("API_KEY");

  private final MutableClock clock = new MutableClock();

  @SuppressWarnings("NullAway.Init")
  private SecretVault vault;

  /** An empty vault; it may keep its files in the directory. */
  protected abstract SecretVault open(Path directory, InstantSource clock);

  @BeforeEach
  void openVault(@TempDir Path directory) {
    vault = open(directory, clock);
  }

  @Test
  void list_nothingStored_isEmpty() {
    assertThat(vault.list(DEPLOYMENT)).isEmpty();
  }

  @Test
  void put_thenList_showsNamesAndTimesInOrder() {
    Instant first = clock.instant();
    vault.put(DEPLOYMENT, TOKEN, "one");
    Instant second = clock.advance(Duration.ofMinutes(1));
    vault.put(DEPLOYMENT, KEY, "two");

    assertThat(vault.list(DEPLOYMENT))
        .containsExactly(new Entry(KEY, second), new Entry(TOKEN, first));
    assertThat(vault.list(OTHER)).isEmpty();
  }

  @Test
  void put_again_replaces() {
    vault.put(DEPLOYMENT, TOKEN, "one");
    Instant later = clock.advance(Duration.ofMinutes(1));
    vault.put(DEPLOYMENT, TOKEN, "two");

    assertThat(vault.list(DEPLOYMENT)).containsExactly(new Entry(TOKEN, later));
  }

  @Test
  void put_empty_isRefused() {
    assertRefused(ErrorCode.INVALID_REQUEST, TOKEN, "");
  }

  @Test
  void put_tooLarge_isRefused() {
    vault.put(DEPLOYMENT, KEY, "x".repeat(SecretVault.MAX_BYTES));

    assertRefused(ErrorCode.PAYLOAD_TOO_LARGE, TOKEN, "é".repeat(SecretVault.MAX_BYTES / 2) + "x");
  }

  @Test
  void put_tooMany_isRefused() {
    for (int i = 0; i < SecretVault.MAX_SECRETS; i++) {
      vault.put(DEPLOYMENT, new SecretName("NAME_" + i), "value");
    }
    vault.put(DEPLOYMENT, new SecretName("NAME_7"), "replaced");

    assertRefused(ErrorCode.INVALID_REQUEST, TOKEN, "one more");
  }

  @Test
  void remove_tellsWhetherThereWasOne() {
    vault.put(DEPLOYMENT, TOKEN, "one");

    assertThat(vault.remove(OTHER, TOKEN)).isFalse();
    assertThat(vault.remove(DEPLOYMENT, TOKEN)).isTrue();
    assertThat(vault.remove(DEPLOYMENT, TOKEN)).isFalse();
    assertThat(vault.list(DEPLOYMENT)).isEmpty();
  }

  @Test
  void removeAll_leavesOtherDeploymentsAlone() {
    for (DeploymentId deployment : List.of(DEPLOYMENT, OTHER)) {
      vault.put(deployment, TOKEN, "one");
      vault.put(deployment, KEY, "two");
    }
    vault.removeAll(DEPLOYMENT);

    assertThat(vault.list(DEPLOYMENT)).isEmpty();
    assertThat(vault.list(OTHER)).hasSize(2);
  }

  private void assertRefused(ErrorCode code, SecretName name, String value) {
    assertThatExceptionOfType(SigilException.class)
        .isThrownBy(() -> vault.put(DEPLOYMENT, name, value))
        .matches(e -> e.code() == code);
    assertThat(vault.list(DEPLOYMENT)).noneMatch(entry -> entry.name().equals(name));
  }
}
