package dev.sigil.push;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.functions.invoker.runner.Invoker;
import dev.sigil.core.event.Delivery;
import dev.sigil.core.event.Topic;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Spring shell under the real Functions Framework. */
final class PushFunctionTest {
  private static final int PORT = freePort();
  private static final Invoker INVOKER =
      new Invoker(
          PORT, EchoApplication.class.getName(), "http", PushFunctionTest.class.getClassLoader());
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final PushBody push = new PushBody("sigil-echo.source-pushed");

  @BeforeAll
  static void start() throws Exception {
    INVOKER.startTestServer();
  }

  @AfterAll
  static void stop() throws Exception {
    INVOKER.stopServer();
  }

  @BeforeEach
  void forget() {
    EchoApplication.TAKEN.clear();
  }

  @Test
  void push_reachesTheBean() throws Exception {
    HttpResponse<String> response = post(push.data("hello").attempt(2));

    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(EchoApplication.TAKEN)
        .containsExactly(new Delivery("136969346945", Topic.SOURCE_PUSHED, "hello", 2, 10));
  }

  @Test
  void push_carriesNothingBackButItsStatus() throws Exception {
    assertThat(post(push.data("hello")).headers().map()).containsOnlyKeys("date", "server");
  }

  @Test
  void pushes_reachTheBeanAtTheSameTime() {
    List<Integer> answers =
        IntStream.range(0, 50).parallel().mapToObj(i -> status(push.data("hello"))).toList();

    assertThat(answers).containsOnly(204);
    assertThat(EchoApplication.TAKEN).hasSize(50);
  }

  @Test
  void push_isDeliveredAgainWhenTheBeanSaysSo() throws Exception {
    assertThat(post(push.data("later")).statusCode()).isEqualTo(503);
  }

  @Test
  void push_ofATopicOfOthers_isNotTaken() throws Exception {
    PushBody misrouted = new PushBody("sigil-echo.reconcile-tick").data("hello");

    assertThat(post(misrouted).statusCode()).isEqualTo(500);
    assertThat(EchoApplication.TAKEN).isEmpty();
  }

  @Test
  void message_ofAnotherSystem_isTranslatedByWhatTheClassPathHolds() throws Exception {
    PushBody finished = new PushBody("sigil-echo.builds").attribute("status", "DONE");

    assertThat(post(finished).statusCode()).isEqualTo(204);
    assertThat(EchoApplication.TAKEN)
        .extracting(Delivery::topic)
        .containsExactly(Topic.SCAN_PASSED);
  }

  @Test
  void health_isAnswered() throws Exception {
    HttpRequest health = HttpRequest.newBuilder(uri("/health")).build();

    assertThat(CLIENT.send(health, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  private static int status(PushBody body) {
    try {
      return post(body).statusCode();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static HttpResponse<String> post(PushBody body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/"))
            .headers("Content-Type", "application/json", "User-Agent", "APIs-Google")
            .POST(HttpRequest.BodyPublishers.ofString(body.json()))
            .build();
    return CLIENT.send(request, BodyHandlers.ofString());
  }

  private static URI uri(String path) {
    return URI.create("http://127.0.0.1:" + PORT + path);
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
