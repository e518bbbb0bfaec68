package dev.sigil.functions.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.http.HmacSha256;
import dev.sigil.testkit.http.FakeHttpRequest;
import dev.sigil.testkit.http.FakeHttpResponse;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileDeliveryTest {
  private static final byte[] BODY = "{\"zen\":\"x\"}".getBytes(StandardCharsets.UTF_8);
  private static final String CODE =
      new HmacSha256(Deliverer.SECRET.getBytes(StandardCharsets.UTF_8)).hex(BODY);

  private final Deliverer github = new Deliverer(null);

  private static FakeHttpRequest ping() {
    return Deliverer.signed("d-1", "ping", BODY);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void correctSignature_isAccepted() {
    assertThat(github.send(ping()).status()).isEqualTo(200);
  }

  @Test
  void missingSignature_isRefused() {
    FakeHttpRequest unsigned = ping().header("X-Hub-Signature-256");
    FakeHttpResponse answer = github.send(unsigned.header("X-Hub-Signature", "sha1=" + CODE));
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().at("/error/message").asText()).contains("no X-Hub-Signature-256");
  }

  @Test
  void wrongSignature_isRefused() {
    String wrong = new HmacSha256(bytes("another secret")).hex(BODY);
    FakeHttpResponse answer = github.send(ping().header("X-Hub-Signature-256", "sha256=" + wrong));
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().at("/error/message").asText()).contains("not the body's");
  }

  @Test
  void anyChangedByte_isRefused() {
    for (int i = 0; i < BODY.length; i++) {
      byte[] changed = BODY.clone();
      changed[i] ^= 1;
      assertThat(github.send(ping().body(changed)).status()).as("byte %d", i).isEqualTo(401);
    }
    byte[] truncated = Arrays.copyOf(BODY, BODY.length - 1);
    assertThat(github.send(ping().body(truncated)).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sha256=", "sha1=da39a3ee5e6b4b0d3255bfef95601890afd80709", "x"})
  void malformedSignature_isRefused(String signature) {
    assertThat(github.send(ping().header("X-Hub-Signature-256", signature)).status())
        .isEqualTo(401);
  }

  @Test
  void truncatedSignature_isRefusedAtEveryLength() {
    for (int length = 0; length < CODE.length(); length++) {
      String signature = "sha256=" + CODE.substring(0, length);
      assertThat(github.send(ping().header("X-Hub-Signature-256", signature)).status())
          .isEqualTo(401);
    }
  }

  @Test
  void twoSignatures_areRefused() {
    FakeHttpRequest request =
        ping().header("X-Hub-Signature-256", "sha256=" + CODE, "sha256=" + CODE);
    assertThat(github.send(request).status()).isEqualTo(400);
  }

  @Test
  void bodyBeyond25MiB_isRefusedWithAndWithoutItsLength() {
    byte[] large = new byte[SignedDelivery.MAX_BYTES + 1];
    FakeHttpRequest told = Deliverer.signed("d-1", "ping", BODY).body(large);
    assertThat(github.send(told).status()).isEqualTo(413);
    FakeHttpRequest untold =
        Deliverer.signed("d-1", "ping", BODY).body(new ByteArrayInputStream(large), -1);
    assertThat(github.send(untold).status()).isEqualTo(413);
  }

  @Test
  void largestBody_isTakenIn() {
    byte[] filler = new byte[SignedDelivery.MAX_BYTES - 10];
    Arrays.fill(filler, (byte) ' ');
    byte[] body = bytes("{" + new String(filler, StandardCharsets.UTF_8) + "}");
    assertThat(github.send(Deliverer.signed("d-1", "ping", body)).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "null", "{", "{\"a\":1,\"a\":2}", "{} {}", "\u0000"})
  void signedNonsense_isRefused(String body) {
    assertThat(github.send(Deliverer.signed("d-1", "push", bytes(body))).status()).isEqualTo(400);
  }

  @Test
  void deepJson_isRefused() {
    String deep = "{\"a\":" + "[".repeat(1_000_000) + "]".repeat(1_000_000) + "}";
    assertThat(github.send(Deliverer.signed("d-1", "push", bytes(deep))).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"ref\":7}",
        "{\"ref\":\"refs/heads/main\",\"before\":\"x\",\"after\":\"y\"}",
        "{\"ref\":\"refs/heads/main\",\"after\":\"1111111111111111111111111111111111111111\","
            + "\"before\":\"0000000000000000000000000000000000000000\",\"repository\":[]}"
      })
  void pushWithoutWhatItNeeds_isRefused(String body) {
    FakeHttpResponse answer = github.send(Deliverer.signed("d-1", "push", bytes(body)));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/error/field").asText()).isNotEmpty();
  }

  @Test
  void repositoryAddressThatRunsACommand_isRefused() {
    String body =
        """
        {"ref":"refs/heads/main","before":"%s","after":"%s","repository":{"name":"x",
        "clone_url":"ext::sh -c id","default_branch":"main","owner":{"login":"acme"}}}"""
            .formatted("0".repeat(40), "1".repeat(40));
    FakeHttpResponse answer = github.send(Deliverer.signed("d-1", "push", bytes(body)));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/error/field").asText()).isEqualTo("repository.clone_url");
  }

  @Test
  void formDelivery_isRefusedWithAHint() {
    FakeHttpRequest request = ping().header("Content-Type", "application/x-www-form-urlencoded");
    assertThat(github.send(request).status()).isEqualTo(415);
  }

  @Test
  void headersThatCouldForgeALogLine_areRefused() {
    assertThat(github.send(ping().header("X-GitHub-Delivery", "a\nb")).status()).isEqualTo(400);
    assertThat(github.send(ping().header("X-GitHub-Event", "../push")).status()).isEqualTo(400);
  }
}
