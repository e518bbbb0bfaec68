// Two sessions of the official TypeScript SDK at once, as two users would hold them.
// usage: node sdk-clients.mjs NODE_MODULES ENDPOINT; prints one JSON object.
import {pathToFileURL} from 'node:url';

const [modules, endpoint] = process.argv.slice(2);
const sdk = (path) =>
  import(pathToFileURL(`${modules}/@modelcontextprotocol/sdk/dist/esm/${path}`).href);
const {Client} = await sdk('client/index.js');
const {StreamableHTTPClientTransport} = await sdk('client/streamableHttp.js');
const {LoggingMessageNotificationSchema} = await sdk('types.js');

async function open(name) {
  const client = new Client({name, version: '1.0.0'});
  const transport = new StreamableHTTPClientTransport(new URL(endpoint));
  const logged = new Promise((resolve) =>
    client.setNotificationHandler(LoggingMessageNotificationSchema, resolve));
  await client.connect(transport);
  return {client, transport, logged};
}

const text = (result) => result.content[0].text;
const call = (user, name, args, onprogress) =>
  user.client.callTool({name, arguments: args}, undefined, {onprogress, timeout: 20_000});

const users = await Promise.all([open('first'), open('second')]);
const tools = (await users[0].client.listTools()).tools.length;
const echoes = await Promise.all(
  Array.from({length: 20}, async (_, i) =>
    text(await call(users[i % 2], 'echo', {message: `m${i}`}))));
const progress = [];
const operation = text(
  await call(users[1], 'trigger-long-running-operation', {duration: 0.4, steps: 4},
    (update) => progress.push(update.progress)));
await call(users[0], 'toggle-simulated-logging', {});
const log = (await users[0].logged).params.level;
const sessions = users.map((user) => user.transport.sessionId);
await users[0].transport.terminateSession();
const after = await fetch(endpoint, {
  method: 'POST',
  headers: {
    'Content-Type': 'application/json',
    Accept: 'application/json, text/event-stream',
    'Mcp-Session-Id': sessions[0],
    'MCP-Protocol-Version': '2025-11-25',
  },
  body: JSON.stringify({jsonrpc: '2.0', id: 99, method: 'tools/list'}),
});
const still = text(await call(users[1], 'echo', {message: 'still here'}));
await Promise.all(users.map((user) => user.client.close()));
console.log(
  JSON.stringify({tools, echoes, progress, operation, log, sessions, ended: after.status, still}));
process.exit(0);
