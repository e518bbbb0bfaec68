package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.json.Json;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "login",
    mixinStandardHelpOptions = true,
    description = "Sign in with GitHub, and keep a key of one workspace for the next commands.")
final class LoginCommand extends ApiCommand {
  @Option(
      names = "--workspace",
      paramLabel = "ID",
      description = "The workspace to work in (default: your own).")
  @Nullable String workspace;

  LoginCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) {
    JsonNode device = begin(api);
    String code = device.path("userCode").asText();
    session.err().println("Open " + device.path("verificationUri").asText());
    session.err().println("and enter the code " + Cli.colored(session.ansi(), "bold", code));
    return wait(api, device);
  }

  private JsonNode begin(Api api) {
    try {
      return api.post("/api/v1/auth/device", Json.object());
    } catch (ApiException e) {
      if (e.code().equals("NOT_FOUND") && !session.adminToken(api.url()).isEmpty()) {
        throw new ApiException(
            404,
            e.code(),
            "Nobody signs in on this machine's platform: commands use its administrator's key.",
            "It is in " + session.data().resolve("admin-token") + "; nothing is left to do.");
      }
      throw e;
    }
  }

  private int wait(Api api, JsonNode device) {
    ObjectNode question =
        Json.object()
            .put("deviceCode", device.path("deviceCode").asText())
            .put("client", machine());
    if (workspace != null) {
      question.put("workspace", workspace);
    }
    long deadline = System.nanoTime() + seconds(device.path("expiresIn").asLong()).toNanos();
    long interval = device.path("interval").asLong();
    while (System.nanoTime() < deadline) {
      session.pause(seconds(interval));
      JsonNode answer = api.post("/api/v1/auth/device/token", question);
      String status = answer.path("status").asText();
      switch (status) {
        case "complete" -> {
          return keep(api, answer);
        }
        case "authorization_pending", "slow_down" -> interval = answer.path("interval").asLong();
        case "access_denied" -> throw new CancelledException("You did not allow it on GitHub.");
        default -> deadline = System.nanoTime();
      }
    }
    session.complain("The code has expired.", "Run `sigil login` again.");
    return ExitCode.FAILURE;
  }

  private int keep(Api api, JsonNode answer) {
    Credentials.Entry entry =
        new Credentials.Entry(
            answer.path("token").asText(),
            answer.path("workspace").asText(),
            answer.path("login").asText());
    session.credentials().put(api.url(), entry);
    session.say("Signed in as @" + entry.login() + ", in the workspace " + entry.workspace() + ".");
    if (answer.path("workspaces").size() > 1) {
      session.say("Your other workspaces: sigil login --workspace ID, with one of");
      answer.path("workspaces").forEach(id -> session.say("  " + id.asText()));
    }
    return ExitCode.OK;
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static String machine() {
    try {
      String name = InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9._-]", "");
      return name.substring(0, Math.min(80, name.length()));
    } catch (UnknownHostException e) {
      return "";
    }
  }
}
