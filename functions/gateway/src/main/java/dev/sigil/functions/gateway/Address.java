package dev.sigil.functions.gateway;

import dev.sigil.core.SigilException;
import dev.sigil.core.deploy.ServerName;
import dev.sigil.core.id.WorkspaceId;
import java.util.Optional;

/** Where a server is called: {@code /{owner}/{name}/mcp}. */
record Address(WorkspaceId owner, ServerName name) {
  private static final String END = "/mcp";
  private static final int MAX_LENGTH = 128;

  /**
   * Reads a raw request path. Nothing is decoded or normalised, so that {@code //}, {@code ..} and
   * {@code %2f} name no server and cannot name one that another component would not.
   */
  static Optional<Address> parse(String path) {
    int slash = path.indexOf('/', 1);
    int end = path.length() - END.length();
    if (path.length() > MAX_LENGTH || slash < 2 || end <= slash || !path.endsWith(END)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Address(
              new WorkspaceId(path.substring(1, slash)),
              new ServerName(path.substring(slash + 1, end))));
    } catch (SigilException e) {
      return Optional.empty();
    }
  }
}
