import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";

const server = new McpServer({ name: "weather", version: "2.1.0" });
server.registerTool("units", { description: "The units of answers" }, async () => ({
  content: [{ type: "text", text: process.argv.at(-1) }],
}));
await server.connect(new StdioServerTransport());
