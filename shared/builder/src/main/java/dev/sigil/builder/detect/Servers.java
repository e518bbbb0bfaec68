package dev.sigil.builder.detect;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the folders of a repository that hold an MCP server, by files that say so: a manifest, or a
 * build file that names an MCP library and something to run.
 */
public final class Servers {
  private static final int MAX_FOLDERS = 500;
  private static final int MAX_DEPTH = 6;
  private static final Pattern MARKER =
      Pattern.compile(
          "(mcp\\.yaml|server\\.json|smithery\\.yaml|package\\.json|pyproject\\.toml"
              + "|requirements\\.txt|pom\\.xml|build\\.gradle|build\\.gradle\\.kts|go\\.mod)");
  private static final Pattern DECLARES =
      Pattern.compile("mcp\\.yaml|server\\.json|smithery\\.yaml");
  private static final Pattern ASIDE =
      Pattern.compile(
          "(node_modules|vendor|target|build|dist|tests?|__tests__|fixtures?|examples?|docs?|\\..+)");
  private static final Pattern LIBRARY =
      Pattern.compile(
          "@modelcontextprotocol/|\\bfastmcp\\b|mcp-framework|mcp-server|[\"']mcp([\\[~=<>! ][^\"']*)?[\"']"
              + "|^mcp([\\[~=<>! ]|$)|mark3labs/mcp-go|modelcontextprotocol/go-sdk"
              + "|io\\.modelcontextprotocol|spring-ai-[a-z-]*mcp",
          Pattern.MULTILINE);

  private Servers() {}

  /** Relative to the repository's root, sorted; the empty string is the root itself. */
  public static List<String> in(Folder root) {
    return root.files().stream()
        .filter(file -> MARKER.matcher(name(file)).matches())
        .filter(file -> isOfInterest(directory(file)))
        .limit(MAX_FOLDERS)
        .filter(file -> isServer(root, file))
        .map(Servers::directory)
        .distinct()
        .sorted()
        .toList();
  }

  private static boolean isOfInterest(String directory) {
    List<String> segments = List.of(directory.split("/"));
    return segments.size() <= MAX_DEPTH
        && segments.stream().noneMatch(segment -> ASIDE.matcher(segment).matches());
  }

  private static boolean isServer(Folder root, String file) {
    if (DECLARES.matcher(name(file)).matches()) {
      return true;
    }
    if (root.size(file) > Folder.MAX_BYTES) {
      return false;
    }
    Optional<String> text = root.text(file).filter(t -> LIBRARY.matcher(t).find());
    return name(file).equals("package.json")
        ? text.filter(t -> t.contains("\"bin\"") || t.contains("\"start\"")).isPresent()
        : text.isPresent();
  }

  private static String name(String file) {
    return file.substring(file.lastIndexOf('/') + 1);
  }

  private static String directory(String file) {
    return file.substring(0, Math.max(0, file.lastIndexOf('/')));
  }
}
