package dev.sigil.testkit.server;

import java.util.Map;

/**
 * A server in a few lines of Node.js without a dependency, for tests that deploy many times: what
 * is tested there is the platform, and real servers have tests of their own.
 */
public final class PlainServer {
  private static final String SOURCE =
      """
      import { createInterface } from 'node:readline';
      const answer = (id, result) => console.log(JSON.stringify({ jsonrpc: '2.0', id, result }));
      const tools = [{ name: 'version', description: 'Tells the version', inputSchema: { type: 'object' } }];
      createInterface({ input: process.stdin }).on('line', (line) => {
        const { id, method } = JSON.parse(line);
        if (method === 'initialize') {
          answer(id, { protocolVersion: '2025-11-25', capabilities: { tools: {} },
            serverInfo: { name: 'plain', version: 'VERSION' } });
        } else if (method === 'tools/list') answer(id, { tools });
        else if (method === 'tools/call') answer(id, { content: [{ type: 'text', text: 'VERSION' }] });
        else if (id !== undefined) answer(id, {});
      });
      """;

  private PlainServer() {}

  /** The files of a server whose tool {@code version} answers the given version. */
  public static Map<String, String> files(String version) {
    return Map.of(
        "server.mjs",
        SOURCE.replace("VERSION", version),
        "mcp.yaml",
        """
        name: plain
        version: %s
        description: Tells its version
        runtime: node
        start: node server.mjs
        transport: stdio
        """
            .formatted(version));
  }
}
