package dev.sigil.gcp.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.gcp.fake.FakeCloudStorage;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SourceBucketTest {
  private static final String OBJECT = "0123456789abcdef0123/ü b.tar.gz";

  private final FakeCloudStorage storage = FakeCloudStorage.start("sources", "secret");
  private final SourceBucket bucket =
      new SourceBucket(
          "sources", storage.endpoint(), uri -> Map.of("Authorization", List.of("Bearer secret")));

  @AfterEach
  void close() {
    storage.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 262_144, 8 << 20, (8 << 20) + 1, 20_000_000})
  void content_ofAnySizeArrives(int size) {
    byte[] content = noise(size);

    StoredSource stored = bucket.store(OBJECT, "f", out -> out.write(content));

    assertThat(storage.read("sources", OBJECT, stored.generation()).orElseThrow())
        .isEqualTo(content);
  }

  @Test
  void sameFingerprint_isStoredOnce() {
    AtomicInteger written = new AtomicInteger();
    SourceBucket.Content content =
        out -> {
          written.incrementAndGet();
          out.write(1);
        };

    StoredSource first = bucket.store(OBJECT, "f", content);
    StoredSource second = bucket.store(OBJECT, "f", content);

    assertThat(second).isEqualTo(first);
    assertThat(written).hasValue(1);
  }

  @Test
  void otherFingerprint_replaces() {
    StoredSource first = bucket.store(OBJECT, "f", out -> out.write(1));

    StoredSource second = bucket.store(OBJECT, "g", out -> out.write(2));

    assertThat(second.generation()).isGreaterThan(first.generation());
    assertThat(storage.read("sources", OBJECT, second.generation()).orElseThrow())
        .containsExactly(2);
  }

  @Test
  void writtenByAnotherMeanwhile_usesTheirs() {
    StoredSource[] theirs = new StoredSource[1];

    StoredSource mine =
        bucket.store(
            OBJECT,
            "f",
            out -> {
              theirs[0] = bucket.store(OBJECT, "f", inner -> inner.write(1));
              out.write(1);
            });

    assertThat(mine).isEqualTo(theirs[0]);
  }

  @Test
  void pieceTakenInPart_isContinued() {
    byte[] content = noise(9 << 20);
    storage.truncateNext();

    StoredSource stored = bucket.store(OBJECT, "f", out -> out.write(content));

    assertThat(storage.read("sources", OBJECT, stored.generation()).orElseThrow())
        .isEqualTo(content);
  }

  @Test
  void pieceRefusedOnce_isSentAgain() {
    byte[] content = noise(9 << 20);
    storage.refuse(0, 0, 503, 0);

    StoredSource stored = bucket.store(OBJECT, "f", out -> out.write(content));

    assertThat(storage.read("sources", OBJECT, stored.generation()).orElseThrow())
        .isEqualTo(content);
  }

  @Test
  void damagedContent_isRemoved() {
    storage.damageNext();

    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(() -> bucket.store(OBJECT, "f", out -> out.write(noise(1_000))))
        .withMessageContaining("damaged");
    assertThat(storage.objects()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 408, 429, 500, 503})
  void refusal_thatMayPass_isTransient(int status) {
    storage.refuse(status);

    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(() -> bucket.store(OBJECT, "f", out -> out.write(1)))
        .withMessageContaining(Integer.toString(status));
  }

  @Test
  void badRequest_isAMistake() {
    storage.refuse(400);

    assertThatExceptionOfType(SigilException.class)
        .isThrownBy(() -> bucket.store(OBJECT, "f", out -> out.write(1)));
  }

  @Test
  void deleteAll_deletesThePrefixOnly() {
    bucket.store("a/1.tar.gz", "f", out -> out.write(1));
    bucket.store("a/2.tar.gz", "f", out -> out.write(1));
    bucket.store("ab/1.tar.gz", "f", out -> out.write(1));

    bucket.deleteAll("a/");
    bucket.deleteAll("a/");

    assertThat(storage.objects()).containsExactly("ab/1.tar.gz");
  }

  private static byte[] noise(int size) {
    byte[] noise = new byte[size];
    new Random(size).nextBytes(noise);
    return noise;
  }
}
