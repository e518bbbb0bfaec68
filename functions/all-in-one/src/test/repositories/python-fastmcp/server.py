"""Counts words; the Python SDK's own server over stdio."""

from mcp.server.fastmcp import Context, FastMCP

server = FastMCP("python-fastmcp")


@server.tool()
async def count_words(text: str, ctx: Context) -> int:
    """Count the words of a text, reporting progress."""
    words = text.split()
    for number, _ in enumerate(words, start=1):
        await ctx.report_progress(number, len(words))
    return len(words)


if __name__ == "__main__":
    server.run(transport="stdio")
