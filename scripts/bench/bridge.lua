-- tools/call echo with an id of its own for every request; counts answers that are not the right one.
local session = os.getenv("SESSION")
local seed = os.getenv("SEED")
local count = 0
local threads = {}

function setup(thread) table.insert(threads, thread) end

function init() wrong = 0 end

function request()
  count = count + 1
  return wrk.format("POST", nil, {
    ["Content-Type"] = "application/json",
    ["Accept"] = "application/json, text/event-stream",
    ["MCP-Protocol-Version"] = "2025-11-25",
    ["Mcp-Session-Id"] = session,
  }, string.format(
    '{"jsonrpc":"2.0","id":%s%08d,"method":"tools/call","params":{"name":"echo","arguments":{"message":"hello"}}}',
    seed, count))
end

function response(status, headers, body)
  if status ~= 200 or not body:find("Echo: hello", 1, true) then wrong = wrong + 1 end
end

function done(summary, latency)
  local bad = 0
  for _, thread in ipairs(threads) do bad = bad + thread:get("wrong") end
  print(string.format("RESULT %d %d %d %d %d %d", summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(99), bad, summary.errors.timeout + summary.errors.read + summary.errors.connect))
end
