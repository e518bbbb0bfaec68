package dev.sigil.functions.deploycompletion;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.deploy.ServerRuntime.Candidate;
import dev.sigil.core.scan.ServedText;
import dev.sigil.core.tool.ToolCatalogue;
import dev.sigil.mcp.client.McpClient;
import dev.sigil.mcp.client.McpClientOptions;
import dev.sigil.mcp.client.McpException;
import dev.sigil.mcp.client.McpException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Speaks MCP with a candidate: {@code initialize}, then {@code tools/list}, {@code prompts/list}
 * and {@code resources/list} as far as it offers them.
 */
public final class McpHandshake implements Handshake {
  private static final String CLIENT = "sigil";

  private final Duration timeout;

  /**
   * A handshake.
   *
   * @param timeout for {@code initialize}, and again for each list with its pages
   */
  public McpHandshake(Duration timeout) {
    this.timeout = timeout;
  }

  @Override
  public Answer perform(Candidate candidate) {
    try (McpClient client = connect(candidate)) {
      return new Answer(tools(client), texts(client));
    }
  }

  private ToolCatalogue tools(McpClient client) {
    try {
      return ToolCatalogue.of(client.listTools());
    } catch (McpException e) {
      ErrorCode code =
          e.reason() == Reason.TIMEOUT ? ErrorCode.HANDSHAKE_TIMEOUT : ErrorCode.TOOLS_INVALID;
      throw failure(e, code, "tools/list");
    }
  }

  private List<ServedText> texts(McpClient client) {
    try {
      return ServedTexts.of(client);
    } catch (McpException e) {
      ErrorCode code =
          e.reason() == Reason.TIMEOUT ? ErrorCode.HANDSHAKE_TIMEOUT : ErrorCode.TOOLS_INVALID;
      throw failure(e, code, "prompts/list, resources/list");
    }
  }

  private McpClient connect(Candidate candidate) {
    String version = McpHandshake.class.getPackage().getImplementationVersion();
    McpClientOptions options =
        McpClientOptions.of(CLIENT, Objects.requireNonNullElse(version, "dev"))
            .withHeaders(candidate.headers())
            .withTimeouts(timeout, timeout);
    try {
      return McpClient.connect(candidate.endpoint(), options);
    } catch (McpException e) {
      ErrorCode code =
          e.reason() == Reason.TIMEOUT ? ErrorCode.HANDSHAKE_TIMEOUT : ErrorCode.HANDSHAKE_FAILED;
      throw failure(e, code, "initialize");
    }
  }

  private RuntimeException failure(McpException e, ErrorCode code, String method) {
    if (e.reason() == Reason.INTERRUPTED) {
      return new TransientException("the handshake was interrupted", e);
    }
    String message =
        code == ErrorCode.HANDSHAKE_TIMEOUT
            ? "The server did not answer `%s` within %d seconds."
                .formatted(method, timeout.toSeconds())
            : "The server's answer to `%s` is wrong: %s.".formatted(method, e.getMessage());
    return new SigilException(code, message, e);
  }
}
