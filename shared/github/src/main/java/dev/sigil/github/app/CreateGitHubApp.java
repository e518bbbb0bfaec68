package dev.sigil.github.app;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.json.Json;
import dev.sigil.github.app.Options.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;

/**
 * Makes the GitHub App by GitHub's manifest flow: a local page carries the manifest to GitHub, a
 * person confirms there, and the code that comes back is exchanged for the App's key and secret.
 */
public final class CreateGitHubApp {
  /* GitHub forgets the code after an hour. */
  private static final Duration PATIENCE = Duration.ofHours(1);
  private static final Duration CALL = Duration.ofSeconds(30);
  private static final Path RESCUE = Path.of("github-app");

  private final Options options;
  private final Keeper keeper;
  private final SecureRandom random;
  private final PrintStream out;

  CreateGitHubApp(Options options, Keeper keeper, SecureRandom random, PrintStream out) {
    this.options = options;
    this.keeper = keeper;
    this.random = random;
    this.out = out;
  }

  /** Ends with 0, with 2 for wrong arguments, and with 1 for anything else that went wrong. */
  public static void main(String[] arguments) {
    System.exit(run(arguments, new SecureRandom(), System.out, System.err));
  }

  static int run(String[] arguments, SecureRandom random, PrintStream out, PrintStream err) {
    try {
      Options options = Options.parse(arguments);
      new CreateGitHubApp(options, keeper(options), random, out).create();
      return 0;
    } catch (UsageException e) {
      err.println(e.getMessage());
      return 2;
    } catch (IOException e) {
      err.println(e.getMessage());
      return 1;
    }
  }

  private static Keeper keeper(Options options) {
    Path output = options.output();
    return output == null
        ? new SecretManagerKeeper("gcloud", String.valueOf(options.project()))
        : new FileKeeper(output);
  }

  void create() throws IOException {
    keeper.check();
    byte[] secret = new byte[16];
    random.nextBytes(secret);
    String state = HexFormat.of().formatHex(secret);
    String code;
    try (LocalPage page = new LocalPage(options.port(), state, shown -> form(shown, state))) {
      out.println(
          "Open " + page.address() + " in a browser on this machine, and confirm on GitHub.");
      code = page.awaitCode(PATIENCE);
    }
    CreatedApp app = exchange(code);
    keep(app);
    out.println("Install it:  " + app.page() + "/installations/new");
    out.println(
        "Its id:      " + app.id() + "  (github_app_id in Terraform, or SIGIL_GITHUB_APP_ID)");
    out.println(
        "Its client:  "
            + app.clientId()
            + "  (github_client_id in Terraform, or SIGIL_GITHUB_CLIENT_ID)");
    out.println("For `sigil login`, turn on \"Device Flow\" on its page: no manifest can.");
  }

  private String form(LocalPage page, String state) {
    return "<h1>"
        + escaped(options.name())
        + "</h1><p>GitHub will ask you to confirm the App. It reads the content of the repositories you choose, and hears of pushes.</p>"
        + "<form method=post action=\""
        + escaped(options.registration(state))
        + "\"><input type=hidden name=manifest value=\""
        + escaped(Manifest.of(options, page.redirect()))
        + "\"><button style=\"font:inherit\">Create the GitHub App</button></form>";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  /* Works once, within an hour, and needs no credentials: the code is one. */
  private CreatedApp exchange(String code) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(options.api() + "/app-manifests/" + code + "/conversions"))
            .header("Accept", "application/vnd.github+json")
            .timeout(CALL)
            .POST(BodyPublishers.noBody())
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
      if (response.statusCode() != 201) {
        throw new IOException(
            "GitHub did not exchange the code ("
                + response.statusCode()
                + "); delete the App there and start again.");
      }
      return CreatedApp.of(parsed(response.body()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage() + "; delete the App there and start again.", e);
    }
  }

  private static JsonNode parsed(String body) {
    try {
      return Json.parse(body);
    } catch (Json.MalformedException e) {
      throw new IllegalArgumentException("GitHub's answer is not JSON", e);
    }
  }

  /* GitHub shows the key once, so it is kept even where it should not have gone. */
  private void keep(CreatedApp app) throws IOException {
    try {
      out.println("Created " + app + "; its key and secrets are in " + keeper.keep(app) + ".");
    } catch (IOException e) {
      FileKeeper rescue = new FileKeeper(RESCUE.resolve(app.id()));
      rescue.check();
      throw new IOException(
          e.getMessage() + " The App exists; its secrets are in " + rescue.keep(app) + ".", e);
    }
  }
}
