from mcp.server.mcpserver import MCPServer

mcp = MCPServer("weather")


@mcp.tool()
def forecast(city: str) -> str:
    """The forecast of a city."""
    return f"Sunny in {city}"


def main() -> None:
    mcp.run(transport="stdio")
