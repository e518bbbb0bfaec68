from mcp.server.fastmcp import FastMCP

mcp = FastMCP("weather")


@mcp.tool()
def forecast(city: str) -> str:
    """The forecast of a city."""
    return f"Sunny in {city}"


def main() -> None:
    mcp.run(transport="stdio")
