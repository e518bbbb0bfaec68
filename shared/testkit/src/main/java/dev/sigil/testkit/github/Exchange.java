package dev.sigil.testkit.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.sigil.core.Digests;
import dev.sigil.core.json.Json;
import dev.sigil.core.source.Commit;
import dev.sigil.testkit.github.ApiOperation.Grant;
import dev.sigil.testkit.github.Call.Caller;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One request: its faults, its rules, its answer, and what it costs. */
final class Exchange implements HttpHandler {
  private static final Pattern BY_ID = Pattern.compile("/repositories/(\\d+)(/.*)?");
  private static final Pattern REPOSITORY = Pattern.compile("/repos/([^/]+)/([^/]+)(/.*)?");
  private static final Pattern CODELOAD = Pattern.compile("/codeload/(\\d+)/([0-9a-f]{40})");

  private final FakeGitHub github;
  private final Routes routes;
  private final Ledger ledger;
  private final Tokens tokens;

  Exchange(FakeGitHub github, Routes routes, Ledger ledger, Tokens tokens) {
    this.github = github;
    this.routes = routes;
    this.ledger = ledger;
    this.tokens = tokens;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String raw = exchange.getRequestURI().getRawPath();
      String request = exchange.getRequestMethod() + " " + ApiDescription.decoded(raw);
      ledger.request(request);
      Optional<Fault> fault = github.fault(request);
      fault.ifPresent(found -> pause(found.delay()));
      if (fault.filter(found -> found.status() == 0).isPresent()) {
        return;
      }
      send(exchange, fault.map(Exchange::reply).orElseGet(() -> answer(exchange, raw, body)));
    }
  }

  private static Reply reply(Fault fault) {
    return new Reply(fault.status(), fault.headers(), Json.bytes(Json.object().put("message", "")));
  }

  private static void pause(Duration delay) {
    if (delay.isPositive()) {
      LockSupport.parkNanos(delay.toNanos());
    }
  }

  private static void send(HttpExchange exchange, Reply reply) throws IOException {
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    boolean empty = reply.body().length == 0 || reply.status() == 304;
    exchange.sendResponseHeaders(reply.status(), empty ? -1 : reply.body().length);
    if (!empty) {
      exchange.getResponseBody().write(reply.body());
    }
  }

  private Reply answer(HttpExchange exchange, String raw, byte[] body) {
    synchronized (github) {
      try {
        Matcher archive = CODELOAD.matcher(raw);
        return archive.matches() ? codeload(archive) : api(exchange, raw, body);
      } catch (Reply.Refused e) {
        return e.reply();
      }
    }
  }

  private Reply codeload(Matcher archive) {
    byte[] bytes =
        github
            .find(Long.parseLong(archive.group(1)))
            .orElseThrow(() -> Reply.refused(404, "Not Found"))
            .archive(new Commit(archive.group(2)));
    return new Reply(200, Map.of("Content-Type", "application/x-gzip"), bytes);
  }

  private Reply api(HttpExchange exchange, String raw, byte[] body) {
    String method = exchange.getRequestMethod();
    String path = known(raw);
    Optional<ApiDescription.Match> match = ApiDescription.published().match(method, path);
    if (match.isEmpty()) {
      ledger.violation(method + " " + path, "is nothing that GitHub's description knows");
      throw Reply.refused(404, "Not Found");
    }
    Caller caller = tokens.caller(exchange.getRequestHeaders().getFirst("Authorization"));
    if (ledger.exhausted(caller)) {
      Reply refusal = Reply.refusal(403, "API rate limit exceeded for " + caller.account());
      return with(refusal, ledger.headers(caller));
    }
    Call call =
        new Call(
            match.get().operation(),
            match.get().parameters(),
            Call.query(String.valueOf(exchange.getRequestURI().getRawQuery())),
            body.length == 0 ? MissingNode.getInstance() : Json.parse(body),
            caller);
    check(exchange, call);
    Reply reply;
    try {
      reply = routes.find(call.operation()).orElseThrow(() -> unanswered(call)).answer(call);
    } catch (Reply.Refused e) {
      return with(e.reply(), ledger.spend(caller, 1));
    }
    checkAnswer(call, reply);
    return conditional(exchange, call, reply);
  }

  /* A repository's number leads to it for ever; its former names lead to its number. */
  private String known(String raw) {
    Matcher byId = BY_ID.matcher(raw);
    if (byId.matches()) {
      FakeRepository found =
          github
              .find(Long.parseLong(byId.group(1)))
              .orElseThrow(() -> Reply.refused(404, "Not Found"));
      return "/repos/" + found.owner() + "/" + found.name() + rest(byId.group(2));
    }
    Matcher byName = REPOSITORY.matcher(raw);
    if (byName.matches() && !rest(byName.group(3)).equals("/installation")) {
      github
          .find(byName.group(1), byName.group(2))
          .filter(found -> !found.name().equals(byName.group(2)))
          .ifPresent(
              found -> {
                throw new Reply.Refused(
                    Reply.redirect(
                        301,
                        github.address() + "/repositories/" + found.id() + rest(byName.group(3))));
              });
    }
    return raw;
  }

  private static String rest(@Nullable String group) {
    return group == null ? "" : group;
  }

  private Reply.Refused unanswered(Call call) {
    ledger.violation(call.operation().name(), "is not answered by the fake");
    return Reply.refused(501, "Not Implemented");
  }

  private void check(HttpExchange exchange, Call call) {
    String name = call.operation().name();
    if (exchange.getRequestHeaders().getFirst("User-Agent") == null) {
      ledger.violation(name, "lacks a User-Agent");
      throw Reply.refused(403, "Request forbidden by administrative rules.");
    }
    List<String> problems = call.operation().problems(call.query(), call.body());
    problems.forEach(problem -> ledger.violation(name, problem));
    if (!problems.isEmpty()) {
      throw Reply.refused(422, String.join("; ", problems));
    }
    permit(call);
  }

  private void permit(Call call) {
    String name = call.operation().name();
    if (call.operation().granted().isEmpty()) {
      ledger.violation(name, "needs a permission that ApiPermissions does not know");
      throw Reply.refused(403, "Resource not accessible by integration");
    }
    List<Grant> any = call.operation().granted().get();
    if (!(call.caller() instanceof Caller.Installed installed) || any.isEmpty()) {
      return;
    }
    Optional<Grant> grant =
        any.stream().filter(found -> found.coveredBy(installed.permissions())).findFirst();
    grant.ifPresent(ledger::used);
    boolean open =
        call.operation().method().equals("GET")
            && call.path().containsKey("repo")
            && github
                .find(call.path("owner"), call.path("repo"))
                .filter(found -> found.hidden() && github.sees(installed, found))
                .isEmpty();
    if (grant.isEmpty() && !open) {
      ledger.violation(name, "needs one of " + any + ", the token has " + installed);
      throw Reply.refused(403, "Resource not accessible by integration");
    }
  }

  private void checkAnswer(Call call, Reply reply) {
    if (reply.body().length > 0) {
      JsonNode body = Json.parse(reply.body());
      call.operation()
          .answerProblems(reply.status(), body)
          .forEach(
              problem ->
                  ledger.violation(call.operation().name(), "is answered wrongly: " + problem));
    }
  }

  /* What has not changed costs nothing. */
  private Reply conditional(HttpExchange exchange, Call call, Reply reply) {
    if (!call.operation().method().equals("GET") || reply.status() != 200) {
      return with(reply, ledger.spend(call.caller(), 1));
    }
    Map<String, String> tag = Map.of("ETag", "\"" + Digests.sha256Hex(reply.body()) + "\"");
    boolean same =
        tag.containsValue(String.valueOf(exchange.getRequestHeaders().getFirst("If-None-Match")));
    Reply answer = same ? new Reply(304, tag, new byte[0]) : with(reply, tag);
    return with(answer, ledger.spend(call.caller(), same ? 0 : 1));
  }

  private static Reply with(Reply reply, Map<String, String> headers) {
    Map<String, String> all = new TreeMap<>(reply.headers());
    all.putAll(headers);
    return new Reply(reply.status(), all, reply.body());
  }
}
