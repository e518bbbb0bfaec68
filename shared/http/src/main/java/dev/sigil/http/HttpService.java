package dev.sigil.http;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.sigil.core.log.LogContext;
import dev.sigil.core.log.Trace;
import java.io.IOException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The edge of an HTTP function: finds the route, answers every failure in the function's format,
 * and gives each response its request id and its security headers. Thread-safe.
 */
public final class HttpService implements HttpFunction {
  private static final System.Logger LOG = System.getLogger(HttpService.class.getName());
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._-]{8,64}");
  private static final Map<String, String> SECURITY =
      Map.of(
          "X-Content-Type-Options", "nosniff",
          "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
          "Referrer-Policy", "no-referrer",
          "Strict-Transport-Security", "max-age=31536000",
          "Cache-Control", "no-store");

  private final Routes routes;
  private final Cors cors;
  private final Problem.Format problems;
  private final RandomGenerator random;

  public HttpService(Routes routes, Cors cors, Problem.Format problems, RandomGenerator random) {
    this.routes = routes;
    this.cors = cors;
    this.problems = problems;
    this.random = random;
  }

  public Routes routes() {
    return routes;
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws IOException {
    String id = requestId(request);
    LogContext.Scope trace = Trace.of(request::getFirstHeader);
    LogContext.Scope scope = LogContext.with("requestId", id);
    try {
      write(answer(request, id), id, response);
    } finally {
      scope.close();
      trace.close();
    }
  }

  private Response answer(HttpRequest request, String id) {
    try {
      return dispatch(request, id);
    } catch (RuntimeException e) {
      return problem(e, request, id);
    }
  }

  private Response dispatch(HttpRequest raw, String id) {
    RequestPath path = RequestPath.parse(raw.getPath());
    if (raw.getMethod().equals("OPTIONS") && !routes.allowed(path).isEmpty()) {
      return Response.empty(204).with("Allow", String.join(", ", routes.allowed(path)));
    }
    Routes.Match match = routes.find(raw.getMethod(), path);
    QueryString query = QueryString.parse(raw.getQuery());
    Request request = new Request(raw, id, match.parameters(), query);
    try {
      return request.withCookies(match.route().handler().handle(request));
    } catch (RuntimeException e) {
      return request.withCookies(problem(e, raw, id));
    }
  }

  /* The one place where an unforeseen exception ends: it is logged, and answered as INTERNAL. */
  private Response problem(RuntimeException e, HttpRequest request, String id) {
    Problem problem = Problem.of(e);
    if (problem.code().httpStatus() >= 500) {
      LOG.log(System.Logger.Level.ERROR, "request failed: " + problem.code(), e);
    }
    Response answer = problems.render(problem, request.getPath(), id);
    for (Map.Entry<String, String> header : problem.headers().entrySet()) {
      answer = answer.with(header.getKey(), header.getValue());
    }
    return answer;
  }

  /* Hosts leave out the body of an answer to HEAD and keep its length. */
  private void write(Response answer, String id, HttpResponse response) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>(SECURITY);
    headers.putAll(cors.headers());
    headers.putAll(answer.headers());
    headers.put("X-Request-Id", id);
    response.setStatusCode(answer.status());
    Optional.ofNullable(headers.remove("Content-Type")).ifPresent(response::setContentType);
    headers.forEach(response::appendHeader);
    answer.cookies().forEach(line -> response.appendHeader("Set-Cookie", line));
    if (answer.body().length > 0) {
      response.getOutputStream().write(answer.body());
    }
  }

  /* A caller's own id is kept when it cannot forge a log line or a header. */
  private String requestId(HttpRequest request) {
    return request
        .getFirstHeader("X-Request-Id")
        .filter(given -> REQUEST_ID.matcher(given).matches())
        .orElseGet(() -> HexFormat.of().toHexDigits(random.nextLong()));
  }
}
