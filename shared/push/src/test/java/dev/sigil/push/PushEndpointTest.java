package dev.sigil.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.functions.HttpFunction;
import dev.sigil.core.TransientException;
import dev.sigil.core.event.Delivery;
import dev.sigil.core.event.Topic;
import dev.sigil.testkit.http.FakeHttpRequest;
import dev.sigil.testkit.http.FakeHttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PushEndpointTest {
  private final List<Delivery> taken = new ArrayList<>();
  private final PushBody push = new PushBody("sigil-scan-job.source-pushed");

  @Test
  void push_becomesADelivery() {
    FakeHttpResponse response = post(taken::add, push.data("{\"release\":\"r\"}").attempt(3));

    assertThat(response.status()).isEqualTo(204);
    assertThat(response.text()).isEmpty();
    assertThat(taken)
        .containsExactly(
            new Delivery("136969346945", Topic.SOURCE_PUSHED, "{\"release\":\"r\"}", 3, 7));
  }

  @Test
  void push_isTheFirstAttemptWhereNoneAreCounted() {
    post(taken::add, push);

    assertThat(taken).extracting(Delivery::attempt).containsExactly(1);
  }

  @Test
  void push_isDeliveredAgainAfterATransientFailure() {
    FakeHttpResponse response =
        post(
            delivery -> {
              throw new TransientException("quota of project-7 exceeded");
            },
            push);

    assertThat(response.status()).isEqualTo(503);
    assertThat(response.text()).doesNotContain("project-7").hasSizeLessThan(100);
  }

  @Test
  void push_isDeliveredAgainAfterAnUnforeseenFailure() {
    FakeHttpResponse response =
        post(
            delivery -> {
              throw new IllegalStateException("secret");
            },
            push);

    assertThat(response.status()).isEqualTo(500);
    assertThat(response.text()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{\"message\":{}}",
        "{\"message\":{\"messageId\":\"1\"}}",
        "{\"message\":{\"messageId\":\"1\",\"data\":\"***\"},\"subscription\":\"s.scan-passed\"}",
        "{\"message\":{\"messageId\":\"1\"},\"subscription\":\"projects/p/subscriptions/other\"}",
        "{\"message\":[],\"subscription\":\"projects/p/subscriptions/a.scan-passed\"}",
        "{\"message\":{\"messageId\":\"1\",\"messageId\":\"2\"},\"subscription\":\"a.scan-passed\"}",
      })
  void body_thatIsNoPush_endsInTheDeadLetter(String body) {
    FakeHttpResponse response =
        answer(taken::add, request().body(body.getBytes(StandardCharsets.UTF_8)));

    assertThat(response.status()).isEqualTo(500);
    assertThat(taken).isEmpty();
  }

  @Test
  void body_thatIsTooLong_isNotReadToItsEnd() {
    FakeHttpResponse response =
        answer(taken::add, request().body(new byte[PushEndpoint.MAX_BODY + 1]));

    assertThat(response.status()).isEqualTo(500);
    assertThat(taken).isEmpty();
  }

  @Test
  void message_ofAnotherSystem_isTranslated() {
    PushBody finished = new PushBody("sigil-deploy-completion.builds").attribute("status", "DONE");

    assertThat(post(taken::add, finished).status()).isEqualTo(204);
    assertThat(taken)
        .containsExactly(
            new Delivery(
                "136969346945", Topic.SCAN_PASSED, "{\"release\":\"deployment-done\"}", 1, 7));
  }

  @Test
  void message_ofAnotherSystem_isAcknowledgedWhenItTellsNothing() {
    PushBody working =
        new PushBody("sigil-deploy-completion.builds").attribute("status", "WORKING");

    assertThat(post(taken::add, working).status()).isEqualTo(204);
    assertThat(taken).isEmpty();
  }

  @Test
  void health_isAnsweredWithoutAFunction() {
    FakeHttpResponse response = answer(taken::add, FakeHttpRequest.of("GET", "/health"));

    assertThat(response.status()).isEqualTo(200);
    assertThat(taken).isEmpty();
  }

  @Test
  void request_thatIsNoPush_isRefused() {
    FakeHttpResponse response = answer(taken::add, FakeHttpRequest.of("GET", "/"));

    assertThat(response.status()).isEqualTo(405);
    assertThat(response.header("Allow")).isEqualTo("POST");
  }

  private static FakeHttpResponse post(Consumer<Delivery> function, PushBody push) {
    return answer(function, request().json(push.json()));
  }

  private static FakeHttpResponse answer(Consumer<Delivery> function, FakeHttpRequest request) {
    Deliveries deliveries = new Deliveries(Map.of("builds", new ForeignBuilds()), 7);
    HttpFunction endpoint = new PushEndpoint(deliveries, function)::service;
    return FakeHttpResponse.from(endpoint, request);
  }

  private static FakeHttpRequest request() {
    return FakeHttpRequest.of("POST", "/?__GCP_CloudEventsMode=CUSTOM_PUBSUB");
  }
}
