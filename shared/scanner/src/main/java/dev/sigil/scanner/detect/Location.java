package dev.sigil.scanner.detect;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a file lies and what that says about it.
 *
 * @param path as in the tree
 * @param shipped whether the file can end up in the running server: it is below the folder that is
 *     built, or beside one of that folder's parents, and is neither a test nor documentation
 */
public record Location(String path, boolean shipped) {
  private static final Pattern ASIDE =
      Pattern.compile(
          "(^|.*/)(tests?|testing|test[-_]?(servers?|data|cases?|utils?|box|bed|suites?|helpers?|support|resources)"
              + "|(demo|sample)[-_]?servers?|[\\w.-]+[-_]examples?|__tests__|__mocks__|specs?|fixtures?|evals?|benchmarks?|e2e|mocks?|"
              + "examples?|samples?|cookbooks?|docs?|documentation|\\.github)/.*"
              + "|(^|.*/)(test_[^/]*|[^/]*[._-](test|tests|spec|mock)\\.[a-z]+|[^/]*_test\\.[a-z]+"
              + "|tests\\.[a-z]+|test\\.rs|[^/]*[._-](example|sample|template|dist)"
              + "|[^/]*(Test|Tests|IT)\\.(java|kt|cs)|conftest\\.py)",
          Pattern.CASE_INSENSITIVE);
  /* Below it folders are packages: com.example is where project generators put a server. */
  private static final Pattern MAIN_SOURCES = Pattern.compile("^(.*/)?src/main/[^/]+/(.*/)?");
  private static final Pattern FOREIGN =
      Pattern.compile(
          "(^|.*/)(vendor/[^/]+\\.[a-z]+|node_modules|bower_components|site-packages|third[-_]party)/.*");
  private static final Set<String> PROSE = Set.of("md", "mdx", "rst", "adoc", "txt", "ipynb");

  /** Places {@code path} in a repository of which {@code folder} is built. */
  public static Location of(String path, String folder) {
    int slash = path.lastIndexOf('/');
    String parent = slash < 0 ? "" : path.substring(0, slash + 1);
    String built = folder.isEmpty() ? "" : folder + "/";
    boolean inBuild = path.startsWith(built) || built.startsWith(parent);
    String below = path.startsWith(built) ? path.substring(built.length()) : path;
    String judged = MAIN_SOURCES.matcher(below).replaceFirst("$1");
    return new Location(path, inBuild && !ASIDE.matcher(judged).matches() && !prose(path));
  }

  public String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** In lower case, without the dot; empty when there is none. */
  public String extension() {
    return extension(path);
  }

  /** Whether it is a copy of a package of others, which this repository did not write. */
  public boolean foreign() {
    return FOREIGN.matcher(path).matches();
  }

  public boolean prose() {
    return prose(path);
  }

  /** The path that {@code relative} names, seen from this file's directory. */
  public String sibling(String relative) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? relative : path.substring(0, slash + 1) + relative;
  }

  private static boolean prose(String path) {
    return PROSE.contains(extension(path)) && !path.endsWith("requirements.txt");
  }

  private static String extension(String path) {
    int dot = path.lastIndexOf('.');
    return dot <= path.lastIndexOf('/') ? "" : path.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}
