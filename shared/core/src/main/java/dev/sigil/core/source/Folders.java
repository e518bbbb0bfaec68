package dev.sigil.core.source;

import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which changed files concern a server that is built from a folder. Serving stale code is worse
 * than building once more, so a file concerns every server unless it is plain that it does not: it
 * lies in the folder of another server, or is documentation or settings of editors and of CI.
 */
public final class Folders {
  private static final Pattern BESIDE =
      Pattern.compile(
          "(?i)docs/.*|\\.(?:github|vscode|idea|devcontainer|husky)/.*"
              + "|\\.gitignore|\\.gitattributes|\\.editorconfig"
              + "|(?:.*/)?(?:[^/]*\\.(?:md|mdx|rst|adoc)|(?:LICENSE|NOTICE)[^/]*)");

  private Folders() {}

  /** Whether any of the files concerns a server of that folder. */
  public static boolean concern(
      Collection<String> files, String folder, Collection<String> foldersOfServers) {
    List<String> others =
        foldersOfServers.stream()
            .filter(other -> !other.isEmpty() && !within(folder, other))
            .toList();
    return files.stream()
        .anyMatch(
            file ->
                within(file, folder)
                    || (others.stream().noneMatch(other -> within(file, other))
                        && !BESIDE.matcher(file).matches()));
  }

  private static boolean within(String path, String folder) {
    return folder.isEmpty() || path.equals(folder) || path.startsWith(folder + "/");
  }
}
