package dev.sigil.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.codehost.HookDeliveries;
import dev.sigil.core.codehost.HookDeliveries.Attempt;
import dev.sigil.core.store.Page;
import dev.sigil.testkit.github.FakeHookDeliveries;
import dev.sigil.testkit.time.MutableClock;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GitHubHookDeliveriesTest {
  private static final PrivateKey KEY = key();

  private final MutableClock clock = new MutableClock();
  private int status = 500;
  private final FakeHookDeliveries github = new FakeHookDeliveries(clock, 100, id -> status);
  private final HookDeliveries deliveries =
      new GitHubHookDeliveries(github.start(), new GitHubConfig.App("4711", KEY), clock);

  private static PrivateKey key() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2_048);
      return generator.generateKeyPair().getPrivate();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  void stop() {
    github.close();
  }

  @Test
  void list_givesEveryAttemptPageByPageTheNewestFirst() {
    for (int i = 0; i < 250; i++) {
      github.deliver("d-" + i);
    }
    int seen = 0;
    @Nullable String cursor = null;
    do {
      Page<Attempt> page = deliveries.list(cursor);
      for (Attempt attempt : page.items()) {
        assertThat(attempt)
            .isEqualTo(new Attempt(250 - seen, attempt.delivery(), clock.instant(), 500));
        assertThat(attempt.missed()).isTrue();
        seen++;
      }
      cursor = page.nextCursor();
    } while (cursor != null);
    assertThat(seen).isEqualTo(250);
  }

  @Test
  void redeliver_asksForAnotherAttempt() {
    github.deliver("d");
    status = 202;
    deliveries.redeliver(1);
    assertThat(deliveries.list(null).items().getFirst())
        .isEqualTo(new Attempt(2, "d", clock.instant(), 202));
    assertThatExceptionOfType(SigilException.class).isThrownBy(() -> deliveries.redeliver(99));
  }

  @Test
  void hostThatDoesNotAnswer_isAPassingFailure() {
    HookDeliveries nobody =
        new GitHubHookDeliveries(
            URI.create("http://127.0.0.1:1"), new GitHubConfig.App("4711", KEY), clock);
    assertThatExceptionOfType(TransientException.class).isThrownBy(() -> nobody.list(null));
  }
}
