package dev.sigil.github;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sigil.core.TransientException;
import dev.sigil.core.codehost.HookDeliveries;
import dev.sigil.testkit.codehost.HookDeliveriesContract;
import dev.sigil.testkit.github.FakeGitHub;
import dev.sigil.testkit.github.Fault;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GitHubHookDeliveriesTest extends HookDeliveriesContract {
  private static final KeyPair KEYS = keys();

  private final FakeGitHub github =
      FakeGitHub.start(new FakeGitHub.App("4711", KEYS.getPublic()), clock).hooks(host);
  private final HookDeliveries deliveries = deliveries(github.address(), "4711");

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2_048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private HookDeliveries deliveries(URI address, String app) {
    return new GitHubHookDeliveries(address, new GitHubConfig.App(app, KEYS.getPrivate()), clock);
  }

  @AfterEach
  void stop() {
    github.close();
  }

  @Override
  protected HookDeliveries deliveries() {
    return deliveries;
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 429, 500, 502})
  void hostThatCannotAnswerNow_isAPassingFailure(int status) {
    host.deliver("d");
    github.fail(Fault.answering(status, Map.of()));
    assertThatExceptionOfType(TransientException.class).isThrownBy(() -> deliveries.list(null));
    github.fail(Fault.answering(status, Map.of()));
    assertThatExceptionOfType(TransientException.class).isThrownBy(() -> deliveries.redeliver(1));
  }

  @Test
  void strangers_areToldNothing() {
    HookDeliveries stranger = deliveries(github.address(), "4712");
    assertThatExceptionOfType(TransientException.class).isThrownBy(() -> stranger.list(null));
  }

  @Test
  void hostThatIsNotThere_isAPassingFailure() {
    HookDeliveries nobody = deliveries(URI.create("http://127.0.0.1:1"), "4711");
    assertThatExceptionOfType(TransientException.class).isThrownBy(() -> nobody.list(null));
  }
}
