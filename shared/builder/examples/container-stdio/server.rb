require "mcp"
