// See scripts/bench/bridge. Arguments: java, jar, then options.
import { spawn, execFile } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { createServer } from "node:net";
import { promisify } from "node:util";

const [java, jar, ...options] = process.argv.slice(2);
const option = (name, fallback) => (options.includes(name) ? Number(options[options.indexOf(name) + 1]) : fallback);
const rounds = Math.min(option("--rounds", 3), 20);
const seconds = Math.min(option("--seconds", 3), 20);
const peers = `${process.env.SIGIL_NPM_PEERS}/node_modules`;
const everything = `${peers}/@modelcontextprotocol/server-everything/dist/index.js`;
const jvmFlags = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-Xshare:auto", "-Xss256k", "-Xms8m", "-Xmx160m"];

const contestants = {
  ours: (port) => [java, [...jvmFlags, "-jar", jar, "--port", port, "--", "node", everything, "stdio"]],
  "mcp-proxy": (port) => ["node", [`${peers}/mcp-proxy/dist/bin/mcp-proxy.mjs`, "--host", "127.0.0.1", "--port", port, "--server", "stream", "--", "node", everything, "stdio"]],
  supergateway: (port) => ["node", [`${peers}/supergateway/dist/index.js`, "--stdio", `node ${everything} stdio`, "--outputTransport", "streamableHttp", "--stateful", "--port", port, "--logLevel", "none"]],
};

const run = promisify(execFile);
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const ticksPerSecond = 100;

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(String(port)));
    });
  });

const stat = (pid) => {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /s, "").split(" ");
  return { parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) };
};

const rssKb = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);

/** The processes of a tree, split into the bridge's own and those of the MCP servers behind it. */
const tree = (root) => {
  const parents = new Map();
  for (const entry of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try { parents.set(Number(entry), stat(entry).parent); } catch { /* gone */ }
  }
  const own = [], servers = [];
  for (const pid of parents.keys()) {
    let up = pid, inside = false;
    for (let depth = 0; up > 1 && depth < 20 && !inside; depth++) { inside = up === root; up = parents.get(up) ?? 0; }
    if (!inside) continue;
    const line = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    (pid !== root && line.includes("server-everything") ? servers : own).push(pid);
  }
  return { own, servers };
};

const cpu = (pids) => pids.reduce((sum, pid) => { try { return sum + stat(pid).ticks; } catch { return sum; } }, 0);

const post = (endpoint, body, session) =>
  fetch(endpoint, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json, text/event-stream", ...(session ? { "mcp-session-id": session } : {}) },
    body: JSON.stringify(body),
  });

const initialize = { jsonrpc: "2.0", id: 1, method: "initialize", params: { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "bench", version: "1" } } };

const start = async (name) => {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}/mcp`;
  const began = performance.now();
  const [command, args] = contestants[name](port);
  const child = spawn(command, args, { stdio: "ignore", detached: true });
  for (;;) {
    try {
      const response = await post(endpoint, initialize);
      await response.text();
      if (response.ok) {
        const ready = performance.now() - began;
        const session = response.headers.get("mcp-session-id");
        await (await post(endpoint, { jsonrpc: "2.0", method: "notifications/initialized" }, session)).text();
        return { name, child, endpoint, session, ready, port };
      }
    } catch { /* not listening yet */ }
    if (performance.now() - began > 60_000) throw new Error(`${name} does not start`);
    await sleep(10);
  }
};

/** Ends what this script started, by process id: each contestant is the leader of its own group. */
const stop = ({ child }) => { try { process.kill(-child.pid, "SIGKILL"); } catch { /* gone */ } };

const bareReady = async () => {
  const began = performance.now();
  const child = spawn("node", [everything, "stdio"], { stdio: ["pipe", "pipe", "ignore"] });
  child.stdin.write(JSON.stringify(initialize) + "\n");
  await new Promise((resolve) => child.stdout.once("data", resolve));
  child.kill("SIGKILL");
  return performance.now() - began;
};

let seed = 1;
const load = async (target, connections) => {
  const { own, servers } = tree(target.child.pid);
  const before = [cpu(own), cpu(servers)];
  const { stdout } = await run(
    "wrk", ["-t1", `-c${connections}`, `-d${seconds}s`, "-s", "scripts/bench/bridge.lua", target.endpoint],
    { env: { ...process.env, SESSION: target.session, SEED: String(seed++) } });
  const [requests, micros, p50, p99, wrong, broken] = /RESULT (.*)/.exec(stdout)[1].split(" ").map(Number);
  if (wrong > 0 || requests === 0) throw new Error(`${target.name}: ${wrong} wrong answers of ${requests}`);
  const perTick = 1e6 / ticksPerSecond / requests;
  return {
    rate: requests / (micros / 1e6), p50: p50 / 1000, p99: p99 / 1000,
    broken, cpu: (cpu(own) - before[0]) * perTick, serverCpu: (cpu(servers) - before[1]) * perTick,
  };
};

const names = Object.keys(contestants);
const ready = Object.fromEntries([...names, "bare server"].map((name) => [name, []]));
for (let round = 0; round < rounds; round++) {
  ready["bare server"].push(await bareReady());
  for (const name of names) {
    const target = await start(name);
    ready[name].push(target.ready);
    stop(target);
  }
}

const targets = [];
try {
  for (const name of names) targets.push(await start(name));
  const results = Object.fromEntries(names.map((name) => [name, { 1: [], 32: [] }]));
  for (const target of targets) await load(target, 8);
  for (let round = 0; round < rounds; round++) {
    for (const connections of [1, 32]) for (const target of targets) results[target.name][connections].push(await load(target, connections));
  }
  const rows = {};
  for (const target of targets) {
    const { own } = tree(target.child.pid);
    const row = { "ready ms": median(ready[target.name]), "own RSS MB": own.reduce((sum, pid) => sum + rssKb(pid), 0) / 1024 };
    for (const connections of [1, 32]) {
      const of = (key) => median(results[target.name][connections].map((result) => result[key]));
      row[`req/s c=${connections}`] = of("rate");
      row[`p50 ms c=${connections}`] = of("p50");
      row[`p99 ms c=${connections}`] = of("p99");
      row[`broken c=${connections}`] = results[target.name][connections].reduce((sum, result) => sum + result.broken, 0);
      row[`own CPU us c=${connections}`] = of("cpu");
      row[`server CPU us c=${connections}`] = of("serverCpu");
    }
    rows[target.name] = row;
  }
  console.log(`medians of ${rounds} rounds of ${seconds} s; bare server ready in ${median(ready["bare server"]).toFixed(0)} ms\n`);
  const print = (cells) => console.log(cells.map((cell, i) => (i === 0 ? String(cell).padEnd(22) : String(cell).padStart(19))).join(""));
  print(["", ...names, ...names.slice(1).map((name) => `ours/${name}`)]);
  for (const key of Object.keys(rows.ours)) {
    const values = names.map((name) => rows[name][key]);
    print([key, ...values.map((value) => value.toFixed(value < 10 ? 2 : 0)), ...values.slice(1).map((value) => (value === 0 ? "" : (values[0] / value).toFixed(2) + "x"))]);
  }
} finally {
  targets.forEach(stop);
}
