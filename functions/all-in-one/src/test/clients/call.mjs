// The official TypeScript client: lists the tools of URL, calls TOOL with ARGUMENTS, and prints what it saw as JSON.
// usage: SIGIL_NPM_PEERS=DIR node call.mjs URL TOKEN TOOL ARGUMENTS
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.SIGIL_NPM_PEERS}/`);
const { Client } = require('@modelcontextprotocol/sdk/client/index.js');
const { StreamableHTTPClientTransport } = require('@modelcontextprotocol/sdk/client/streamableHttp.js');

const [url, token, tool, input] = process.argv.slice(2);
const client = new Client({ name: 'acceptance', version: '1.0.0' });
const notifications = [];
client.fallbackNotificationHandler = async ({ method }) => notifications.push(method);
const transport = new StreamableHTTPClientTransport(new URL(url), {
  requestInit: { headers: { Authorization: `Bearer ${token}` } },
});
await client.connect(transport);

const progress = [];
const { tools } = await client.listTools();
const result = await client.callTool({ name: tool, arguments: JSON.parse(input) }, undefined, {
  onprogress: (step) => progress.push(step.progress),
  timeout: 60_000,
});
const session = transport.sessionId ?? '';
await transport.terminateSession();
await client.close();
console.log(JSON.stringify({ server: client.getServerVersion(), tools: tools.map(({ name }) => name), result, progress, notifications, session }));
