package dev.sigil.testkit.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.account.ApiKey;
import dev.sigil.core.account.ApiKeys;
import dev.sigil.core.account.ApiToken;
import dev.sigil.core.account.PersonId;
import dev.sigil.core.account.Scope;
import dev.sigil.core.id.WorkspaceId;
import dev.sigil.testkit.store.MemoryDocumentStore;
import dev.sigil.testkit.time.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ApiKeysTest {
  private static final WorkspaceId ACME = new WorkspaceId("acme");
  private static final PersonId ADA = new PersonId("github.com~1");

  private final MutableClock clock = new MutableClock();
  private final MemoryDocumentStore store = new MemoryDocumentStore();
  private final ApiKeys keys = new ApiKeys(store, clock);
  private final ApiToken token = ApiToken.random(new Random(1));

  private @Nullable Instant used() {
    return keys.list(ACME, 10, null).items().getFirst().lastUsedAt();
  }

  @Test
  void use_isNotedOnceAnHour() {
    ApiKey key = keys.add(token, ACME, "ci", Set.of(Scope.READ), null);
    assertThat(used()).isNull();
    Instant first = clock.instant();
    keys.authenticate(token);
    long version = version(key);

    clock.advance(ApiKey.USE_NOTED_EVERY.minusSeconds(1));
    keys.authenticate(token);
    assertThat(used()).isEqualTo(first);
    assertThat(version(key)).isEqualTo(version);

    clock.advance(Duration.ofSeconds(1));
    keys.authenticate(token);
    assertThat(used()).isEqualTo(clock.instant());
  }

  private long version(ApiKey key) {
    return store.get("apiKeys", key.hash()).orElseThrow().version();
  }

  @Test
  void token_isStoredByItsHashOnly() {
    ApiKey key = keys.add(token, ACME, "ci", Set.of(Scope.READ), null);
    assertThat(store.get("apiKeys", key.hash()).orElseThrow().body().toString())
        .doesNotContain(token.value(), token.value().substring(4, 44));
  }

  @Test
  void keysOfAPerson_goWithThem() {
    keys.add(token, ACME, "laptop", Set.of(Scope.READ), ADA, null);
    ApiToken own = ApiToken.random(new Random(2));
    keys.add(own, ACME, "ci", Set.of(Scope.READ), null);

    assertThat(keys.revokeOf(new WorkspaceId("umbrella"), ADA)).isZero();
    assertThat(keys.revokeOf(ACME, ADA)).isEqualTo(1);
    assertThat(keys.authenticate(token)).isEmpty();
    assertThat(keys.authenticate(own)).isPresent();
  }

  @Test
  void mistypedToken_isKnownByItsChecksum() {
    String good = token.value();
    assertThat(token.wellFormed()).isTrue();
    assertThat(IntStream.range(4, good.length()).mapToObj(i -> changed(good, i)))
        .noneMatch(ApiToken::wellFormed);
    assertThat(new ApiToken(good.replace("sgl_", "ghp_")).wellFormed()).isFalse();
  }

  private static ApiToken changed(String text, int place) {
    char other = text.charAt(place) == 'a' ? 'b' : 'a';
    return new ApiToken(text.substring(0, place) + other + text.substring(place + 1));
  }
}
