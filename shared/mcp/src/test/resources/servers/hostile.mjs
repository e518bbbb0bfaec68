// A stdio MCP server that behaves as its first argument says. Every mode but "exit" and "silent" answers initialize.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { writeSync } from "node:fs";

const mode = process.argv[2];
const say = (message) => process.stdout.write(JSON.stringify({ jsonrpc: "2.0", ...message }) + "\n");
const handshake = (id, params) =>
  say({ id, result: { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: mode, version: "1" } } });

const methods = {
  // Well-behaved requests that tests drive.
  pid: (id) => say({ id, result: { pid: process.pid } }),
  slow: () => {},
  chatty: (id, params) => {
    for (let i = 1; i <= params.count; i++) {
      say({ method: "notifications/progress", params: { progressToken: params._meta.progressToken, progress: i } });
    }
    if (params.answer !== false) say({ id, result: { done: true } });
  },
  ask: () => say({ id: "s1", method: "sampling/createMessage", params: {} }),
  // Requests that are answered with an attack.
  flood: () => {
    const chunk = Buffer.alloc(65536, 0x78);
    const pour = () => { while (process.stdout.write(chunk)); process.stdout.once("drain", pour); };
    pour();
  },
  gibibyte: (id) => {
    process.stdout.write(`{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{"text":"`);
    const chunk = Buffer.alloc(1 << 20, 0x61);
    let left = 1024;
    const pour = () => { while (left-- > 0 && process.stdout.write(chunk)); if (left > 0) process.stdout.once("drain", pour); };
    pour();
  },
  garbage: (id) => {
    process.stdout.write("Listening on stdio…\n\n");
    process.stdout.write(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d, 0x0a]));
    process.stdout.write("[".repeat(100000) + "\n{\"jsonrpc\":\"2.0\",\"id\":{},\"result\":1}\n");
    say({ id, result: { survived: true } });
  },
  die: () => process.exit(7),
};

if (mode === "exit") process.exit(3);
if (mode === "stubborn") {
  process.on("SIGTERM", () => {});
  setInterval(() => {}, 1000);
  const orphan = spawn(process.execPath, ["-e", "process.on('SIGTERM',()=>{});setInterval(()=>{},1000)"], { detached: true, stdio: ["ignore", "inherit", "ignore"] });
  writeSync(2, `pids ${process.pid} ${orphan.pid}\n`);
}
if (mode === "deaf") {
  process.stdin.once("readable", () => {
    const first = process.stdin.read().toString().split("\n")[0];
    const { id, params } = JSON.parse(first);
    handshake(id, params);
    setInterval(() => {}, 1000);
  });
} else {
  createInterface({ input: process.stdin }).on("line", (line) => {
    const { id, method, params, result } = JSON.parse(line);
    if (mode === "silent") return;
    if (method === "notifications/cancelled") writeSync(2, `cancelled ${params.requestId}\n`);
    else if (method === "initialize") handshake(id, params);
    else if (result !== undefined) say({ id: "ask-1", result: { client: result } });
    else if (methods[method]) methods[method](id, params);
    else if (id !== undefined) say({ id, error: { code: -32601, message: "no such method" } });
  });
}
