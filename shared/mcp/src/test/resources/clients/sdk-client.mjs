// The official TypeScript client against the endpoint in the first argument; exits 0 when everything it was told came.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
const require = createRequire(process.env.SIGIL_NPM_PEERS + "/");
const { Client } = require("@modelcontextprotocol/sdk/client/index.js");
const { StreamableHTTPClientTransport } = require("@modelcontextprotocol/sdk/client/streamableHttp.js");
const { LoggingMessageNotificationSchema, CreateMessageRequestSchema } = require("@modelcontextprotocol/sdk/types.js");

const client = new Client({ name: "peer", version: "1" }, { capabilities: { sampling: {} } });
const transport = new StreamableHTTPClientTransport(new URL(process.argv[2]));
const logged = new Promise((resolve) => client.setNotificationHandler(LoggingMessageNotificationSchema, resolve));
client.setRequestHandler(CreateMessageRequestSchema, async () => ({
  model: "none", role: "assistant", content: { type: "text", text: "sampled by the client" },
}));
await client.connect(transport);

const { tools } = await client.listTools();
assert.ok(tools.some((tool) => tool.name === "echo"));
const echo = await client.callTool({ name: "echo", arguments: { message: "grüße" } });
assert.equal(echo.content[0].text, "Echo: grüße");

const progress = [];
await client.callTool(
  { name: "trigger-long-running-operation", arguments: { duration: 1, steps: 4 } }, undefined,
  { onprogress: (p) => progress.push(p.progress) });
assert.deepEqual(progress, [1, 2, 3, 4]);

const sampled = await client.callTool({ name: "trigger-sampling-request", arguments: { prompt: "hello", maxTokens: 10 } });
assert.match(JSON.stringify(sampled), /sampled by the client/);

await client.callTool({ name: "toggle-simulated-logging", arguments: {} });
await logged;

await Promise.all(Array.from({ length: 50 }, async (_, i) => {
  const result = await client.callTool({ name: "get-sum", arguments: { a: i, b: 1 } });
  assert.match(result.content[0].text, new RegExp(`\\b${i + 1}\\b`));
}));

await transport.terminateSession();
await client.close();
process.exit(0);
