package dev.sigil.github.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sigil.core.json.Json;
import dev.sigil.github.app.Options.UsageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CreateGitHubAppTest {
  private static final String KEY = "-----BEGIN RSA PRIVATE KEY-----\nsecret\n";
  private static final Pattern FORM =
      Pattern.compile("action=\"([^\"]+)\"><input type=hidden name=manifest value=\"([^\"]+)\"");
  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+");

  @TempDir Path directory;
  private final List<JsonNode> manifests = new ArrayList<>();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final HttpClient browser =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
  private HttpServer github;
  private boolean exchanges = true;

  /* A GitHub Enterprise Server: the page that takes a manifest, and the exchange of its code. */
  @BeforeEach
  void open() throws IOException {
    github = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    github.createContext("/organizations/acme/settings/apps/new", this::register);
    github.createContext("/api/v3/app-manifests/c0de/conversions", this::convert);
    github.start();
  }

  @AfterEach
  void close() {
    github.stop(0);
    browser.close();
  }

  private String address() {
    return "http://127.0.0.1:" + github.getAddress().getPort();
  }

  private void register(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      JsonNode manifest =
          Json.parse(
              URLDecoder.decode(body.substring("manifest=".length()), StandardCharsets.UTF_8));
      manifests.add(manifest);
      String state = exchange.getRequestURI().getQuery().substring("state=".length());
      exchange
          .getResponseHeaders()
          .set("Location", manifest.path("redirect_url").asText() + "?code=c0de&state=" + state);
      exchange.sendResponseHeaders(303, -1);
    }
  }

  private void convert(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean fit =
          exchanges
              && exchange.getRequestMethod().equals("POST")
              && exchange
                  .getRequestHeaders()
                  .getFirst("Accept")
                  .equals("application/vnd.github+json");
      byte[] answer =
          Json.bytes(
              Json.object()
                  .put("id", 4711)
                  .put("slug", "sigil-example")
                  .put("html_url", address() + "/apps/sigil-example")
                  .put("pem", KEY)
                  .put("client_id", "Iv1.c1ient")
                  .put("client_secret", "client")
                  .put("webhook_secret", "hook"));
      exchange.sendResponseHeaders(fit ? 201 : 404, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private CompletableFuture<Integer> start(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--url",
                "https://sigil.example.com/",
                "--github",
                address(),
                "--organization",
                "acme"));
    arguments.addAll(List.of(more));
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return CompletableFuture.supplyAsync(
        () -> CreateGitHubApp.run(arguments.toArray(String[]::new), new SecureRandom(), out, out));
  }

  private String page() {
    return await()
        .until(
            () -> ADDRESS.matcher(text()).results().map(r -> r.group()).findFirst().orElse(""),
            a -> !a.isEmpty());
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private HttpResponse<String> get(String uri) throws Exception {
    return browser.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> click(String page) throws Exception {
    Matcher form = FORM.matcher(get(page).body());
    assertThat(form.find()).isTrue();
    String manifest =
        form.group(2).replace("&quot;", "\"").replace("&lt;", "<").replace("&amp;", "&");
    return browser.send(
        HttpRequest.newBuilder(URI.create(form.group(1).replace("&amp;", "&")))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                BodyPublishers.ofString(
                    "manifest=" + URLEncoder.encode(manifest, StandardCharsets.UTF_8)))
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void oneClick_leavesTheSecretsInFiles() throws Exception {
    Path output = directory.resolve("app");
    CompletableFuture<Integer> run = start("--output", output.toString());

    assertThat(click(page()).statusCode()).isEqualTo(200);

    assertThat(run.get(20, TimeUnit.SECONDS)).isZero();
    assertThat(output.resolve("app-id")).hasContent("4711");
    assertThat(output.resolve("private-key.pem")).hasContent(KEY);
    assertThat(output.resolve("webhook-secret")).hasContent("hook");
    assertThat(output.resolve("client-id")).hasContent("Iv1.c1ient");
    assertThat(output.resolve("client-secret")).hasContent("client");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(output.resolve("private-key.pem"))))
        .isEqualTo("rw-------");
    assertThat(text())
        .contains("4711", address() + "/apps/sigil-example/installations/new")
        .doesNotContain(KEY)
        .doesNotContain("hook is");
  }

  @Test
  void manifest_asksForLittle() throws Exception {
    CompletableFuture<Integer> run = start("--output", directory.resolve("app").toString());
    String page = page();
    click(page);
    run.get(20, TimeUnit.SECONDS);

    assertThat(Json.pretty(manifests.getFirst()))
        .isEqualTo(
            """
            {
              "name" : "Sigil sigil.example.com",
              "url" : "https://sigil.example.com",
              "description" : "Hosts MCP servers: push, and minutes later one answers.",
              "redirect_url" : "%s/created",
              "public" : false,
              "hook_attributes" : {
                "url" : "https://sigil.example.com/webhooks/github",
                "active" : true
              },
              "callback_urls" : [ "https://sigil.example.com/api/v1/auth/github/callback" ],
              "setup_url" : "https://sigil.example.com/api/v1/auth/github",
              "request_oauth_on_install" : false,
              "default_permissions" : {
                "checks" : "write",
                "contents" : "write",
                "deployments" : "write",
                "members" : "read",
                "metadata" : "read",
                "pull_requests" : "write",
                "statuses" : "write"
              },
              "default_events" : [ "check_run", "check_suite", "organization", "pull_request", "push", "release", "repository" ]
            }"""
                .formatted(page));
  }

  @Test
  void strangeState_isRefusedAndWaitedPast() throws Exception {
    CompletableFuture<Integer> run = start("--output", directory.resolve("app").toString());
    String page = page();

    assertThat(get(page + "/created?code=c0de&state=forged").statusCode()).isEqualTo(400);
    assertThat(get(page + "/created?code=c0de").statusCode()).isEqualTo(400);
    assertThat(get(page.replace("127.0.0.1", "localhost")).statusCode()).isEqualTo(404);
    assertThat(run).isNotDone();

    click(page);
    assertThat(run.get(20, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void codeThatGitHubRefuses_isSaid() throws Exception {
    exchanges = false;
    CompletableFuture<Integer> run = start("--output", directory.resolve("app").toString());
    click(page());

    assertThat(run.get(20, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(text()).contains("404");
  }

  @Test
  void filesThatExist_areNotOverwritten() throws Exception {
    Files.writeString(directory.resolve("app-id"), "1");

    assertThat(start("--output", directory.toString()).get(20, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(text()).contains("exists").doesNotContain("Open ");
    assertThat(directory.resolve("app-id")).hasContent("1");
  }

  @Test
  void gcloud_isGivenTheSecretsThroughAPipe() throws Exception {
    Path log = directory.resolve("log");
    Path gcloud = program("echo \"$@\" >>" + log + "; cat >>" + log);
    SecretManagerKeeper keeper = new SecretManagerKeeper(gcloud.toString(), "my-project");

    keeper.check();
    keeper.keep(
        new CreatedApp("4711", "slug", "page", "the key\n", "the hook\n", "Iv1.c", "the secret\n"));

    assertThat(log)
        .hasContent(
            """
            secrets describe platform-github-app-key --project=my-project
            secrets describe platform-github-webhook-secret --project=my-project
            secrets describe platform-github-client-secret --project=my-project
            secrets versions add platform-github-app-key --project=my-project --data-file=-
            the key
            secrets versions add platform-github-webhook-secret --project=my-project --data-file=-
            the hook
            secrets versions add platform-github-client-secret --project=my-project --data-file=-
            the secret""");
  }

  @Test
  void gcloud_thatFails_isQuoted() throws Exception {
    Path gcloud = program("echo noise; echo 'ERROR: NOT_FOUND: Secret not found.' >&2; exit 1");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(new SecretManagerKeeper(gcloud.toString(), "my-project")::check)
        .withMessageContaining("NOT_FOUND");
  }

  private Path program(String script) throws IOException {
    Path file = directory.resolve("gcloud");
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--url https://x.example",
        "--url https://x.example --project p-roject --output d",
        "--url x.example --output d",
        "--url https://x.example --output",
        "--url https://x.example --output d --organization ../x",
        "--url https://x.example --output d --port 70000",
        "--url https://x.example --output d --what"
      })
  void wrongArguments_areNamed(String line) {
    String[] arguments = line.isEmpty() ? new String[0] : line.split(" ", -1);
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    assertThat(CreateGitHubApp.run(arguments, new SecureRandom(), out, out)).isEqualTo(2);
    assertThat(text()).isNotBlank();
  }

  @Test
  void publicGitHub_hasAnApiOfItsOwn() throws UsageException {
    Options options = Options.parse("--url", "https://x.example", "--output", "d");

    assertThat(options.api()).hasToString("https://api.github.com");
    assertThat(options.registration("s")).isEqualTo("https://github.com/settings/apps/new?state=s");
  }
}
