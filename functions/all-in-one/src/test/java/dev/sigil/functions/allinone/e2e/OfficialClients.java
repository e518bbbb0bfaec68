package dev.sigil.functions.allinone.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The clients that the protocol's own project publishes, run as programs. */
final class OfficialClients {
  private final Path peers;
  private final String token;

  OfficialClients(String token) {
    String set = System.getenv("SIGIL_NPM_PEERS");
    assertThat(set)
        .as("SIGIL_NPM_PEERS names the folder that scripts/lib/npm-peers prints")
        .isNotBlank();
    this.peers = Path.of(String.valueOf(set));
    this.token = token;
  }

  /** Calls a tool with the TypeScript SDK; see {@code src/test/clients/call.mjs}. */
  JsonNode typescript(URI endpoint, String tool, String arguments) {
    Path script = Path.of("src/test/clients/call.mjs").toAbsolutePath();
    return Json.parse(
        run(List.of("node", script.toString(), endpoint.toString(), token, tool, arguments)));
  }

  /** Lists the tools with the inspector's command line. */
  JsonNode inspector(URI endpoint) {
    Path inspector = peers.resolve("node_modules/.bin/mcp-inspector");
    return Json.parse(
        run(
            List.of(
                inspector.toString(),
                "--cli",
                endpoint.toString(),
                "--transport",
                "http",
                "--method",
                "tools/list")));
  }

  private String run(List<String> command) {
    try {
      Path errors = Files.createTempFile("client", ".err");
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
      builder.environment().put("SIGIL_NPM_PEERS", peers.toString());
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
      assertThat(process.exitValue()).as(Files.readString(errors) + output).isZero();
      Files.delete(errors);
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
