// The rounds of scripts/bench/push-to-live.
import { execFileSync, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const { SIGIL_URL: url, SIGIL_DATA: data, WORK: work } = process.env;
const rounds = Number(process.env.ROUNDS);
const secret = readFileSync(`${data}/webhook-secret`, 'utf8').trim();
const token = readFileSync(`${data}/admin-token`, 'utf8').trim();
const repository = `${work}/plain`;

const server = (version) => `
import { createInterface } from 'node:readline';
const answer = (id, result) => console.log(JSON.stringify({ jsonrpc: '2.0', id, result }));
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method } = JSON.parse(line);
  if (method === 'initialize') answer(id, { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'plain', version: '${version}' } });
  else if (method === 'tools/list') answer(id, { tools: [] });
  else if (id !== undefined) answer(id, {});
});
`;

const git = (...args) => execFileSync('git', ['-C', repository, '-c', 'user.name=Bench', '-c', 'user.email=bench@localhost', ...args], { encoding: 'utf8' }).trim();

function commit(version) {
  writeFileSync(`${repository}/server.mjs`, server(version));
  writeFileSync(`${repository}/mcp.yaml`, `name: plain\nversion: ${version}\ndescription: Answers nothing much\nruntime: node\nstart: node server.mjs\ntransport: stdio\n`);
  git('add', '.');
  git('commit', '--quiet', '-m', version);
  return git('rev-parse', 'HEAD');
}

const api = async (path) => {
  const response = await fetch(url + path, { headers: { Authorization: `Bearer ${token}` } });
  return response.ok ? (await response.json()).data : undefined;
};

async function platform(before, after, second) {
  const body = JSON.stringify({
    ref: 'refs/heads/main', before, after, deleted: false,
    repository: { id: 1, name: 'plain', full_name: 'acme/plain', default_branch: 'main', pushed_at: second, clone_url: `file://${repository}`, owner: { login: 'acme' } },
    head_commit: { id: after, message: 'bench' }, pusher: { name: 'bench' },
  });
  const start = performance.now();
  const response = await fetch(`${url}/webhooks/github`, {
    method: 'POST', body,
    headers: { 'Content-Type': 'application/json', 'X-GitHub-Event': 'push', 'X-GitHub-Delivery': after, 'X-Hub-Signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` },
  });
  if (!response.ok) throw new Error(`the webhook answered ${response.status}`);
  for (;;) {
    const newest = (await api('/api/v1/deployments/plain/releases?limit=1'))?.items[0];
    if (newest?.push.after === after && newest.phase === 'ended') {
      if (newest.state !== 'live') throw new Error(`the release ended ${newest.state}`);
      return performance.now() - start;
    }
    if (performance.now() - start > 60_000) throw new Error('not live within a minute');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function byHand(round) {
  const start = performance.now();
  const clone = `${work}/clone${round}`;
  execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${repository}`, clone]);
  const child = spawn('node', ['server.mjs'], { cwd: clone, stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (id, method) => {
    child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params: {} })}\n`);
    await lines.next();
  };
  await ask(1, 'initialize');
  await ask(2, 'tools/list');
  child.kill();
  return performance.now() - start;
}

const percentile = (values, share) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))];
mkdirSync(repository);
execFileSync('git', ['-C', repository, 'init', '--quiet', '--initial-branch=main']);
let before = '0'.repeat(40);
const ours = [];
const bare = [];
for (let round = 0; round <= rounds; round++) {
  const after = commit(`1.0.${round}`);
  const times = [await platform(before, after, 1000 + round), await byHand(round)];
  before = after;
  if (round > 0) { ours.push(times[0]); bare.push(times[1]); } // the first round warms both up
}
const row = (name, values) => console.log(`${name.padEnd(14)} p50 ${percentile(values, 0.5).toFixed(0).padStart(6)} ms   p90 ${percentile(values, 0.9).toFixed(0).padStart(6)} ms`);
console.log(`push to live, ${rounds} rounds, no dependency to install`);
row('sigil', ours);
row('by hand', bare);
console.log(`ratio          p50 ${(percentile(ours, 0.5) / percentile(bare, 0.5)).toFixed(2)}`);
