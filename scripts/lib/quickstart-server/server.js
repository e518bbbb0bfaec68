import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { z } from 'zod';

// Each unit as [factor, offset] to the base unit of its kind: value * factor + offset.
const kinds = [
  { m: [1, 0], km: [1000, 0], ft: [0.3048, 0], mi: [1609.344, 0] },
  { kg: [1, 0], g: [0.001, 0], lb: [0.45359237, 0], oz: [0.028349523125, 0] },
  { c: [1, 0], f: [5 / 9, -160 / 9], k: [1, -273.15] },
];
const units = kinds.flatMap((kind) => Object.keys(kind));

const server = new McpServer({ name: 'units', version: '1.0.0' });

server.registerTool(
  'convert',
  {
    title: 'Convert a unit',
    description: 'Converts a value between units of length, weight or temperature.',
    inputSchema: { value: z.number(), from: z.enum(units), to: z.enum(units) },
    annotations: { readOnlyHint: true },
  },
  async ({ value, from, to }) => {
    const kind = kinds.find((candidate) => from in candidate);
    if (!(to in kind)) {
      return { isError: true, content: [{ type: 'text', text: `${from} does not convert to ${to}` }] };
    }
    const base = value * kind[from][0] + kind[from][1];
    const result = (base - kind[to][1]) / kind[to][0];
    return { content: [{ type: 'text', text: `${value} ${from} = ${Number(result.toPrecision(6))} ${to}` }] };
  },
);

await server.connect(new StdioServerTransport());
