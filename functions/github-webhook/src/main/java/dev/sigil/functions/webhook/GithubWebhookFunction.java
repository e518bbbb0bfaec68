package dev.sigil.functions.webhook;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.sigil.core.platform.Platform;
import dev.sigil.core.platform.Standalone;
import dev.sigil.http.Cors;
import dev.sigil.http.HttpService;
import dev.sigil.http.OpenApiDocument;
import dev.sigil.http.Problem;
import dev.sigil.http.Routes;
import java.io.IOException;
import java.security.SecureRandom;

/** Takes GitHub's deliveries. */
public final class GithubWebhookFunction implements HttpFunction {
  private final HttpService service;

  /** Opens the platform on the class path. */
  public GithubWebhookFunction() {
    this(Standalone.start(System.getenv()), GithubWebhookConfig.from(System.getenv()));
  }

  public GithubWebhookFunction(Platform platform, GithubWebhookConfig config) {
    GithubWebhook webhook = GithubWebhook.of(platform, config);
    this.service =
        new HttpService(
            Routes.builder()
                .post("/webhooks/github", webhook::handle)
                .build(OpenApiDocument.beside(GithubWebhookFunction.class, "github-webhook")),
            Cors.SAME_ORIGIN,
            Problem.Format.ofEnvelope(),
            new SecureRandom());
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws IOException {
    service.service(request, response);
  }

  HttpService http() {
    return service;
  }
}
