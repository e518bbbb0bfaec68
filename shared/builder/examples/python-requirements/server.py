from mcp.server.fastmcp import FastMCP

mcp = FastMCP("dice")


@mcp.tool()
def roll(sides: int = 6) -> int:
    """Roll a die."""
    import random

    return random.randint(1, sides)


if __name__ == "__main__":
    mcp.run()
