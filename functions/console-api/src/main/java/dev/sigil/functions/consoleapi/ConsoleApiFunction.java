package dev.sigil.functions.consoleapi;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.sigil.core.platform.Platform;
import dev.sigil.core.platform.Standalone;
import dev.sigil.http.Cors;
import dev.sigil.http.HttpService;
import dev.sigil.http.OpenApiDocument;
import dev.sigil.http.Problem;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/** Answers the CLI and the dashboard. */
public final class ConsoleApiFunction implements HttpFunction {
  private final HttpService service;

  /** Opens the platform on the class path. */
  public ConsoleApiFunction() {
    this(Standalone.start(System.getenv()), ConsoleApiConfig.from(System.getenv()));
  }

  public ConsoleApiFunction(Platform platform, ConsoleApiConfig config) {
    this(platform, config, new SecureRandom());
  }

  ConsoleApiFunction(Platform platform, ConsoleApiConfig config, RandomGenerator random) {
    OpenApiDocument document = OpenApiDocument.beside(ConsoleApiFunction.class, "console-api");
    this.service =
        new HttpService(
            new ConsoleApi(platform, config, random).routes().build(document),
            Cors.SAME_ORIGIN,
            Problem.Format.ofEnvelope(),
            random);
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws IOException {
    service.service(request, response);
  }

  HttpService http() {
    return service;
  }
}
