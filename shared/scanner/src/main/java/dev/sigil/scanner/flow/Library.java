package dev.sigil.scanner.flow;

import java.util.Set;

/** What is known to give only what it is given: conversions, constructors, standard libraries. */
final class Library {
  private static final Set<String> TYPES =
      Set.of(
          "fmt",
          "strings",
          "strconv",
          "bytes",
          "os",
          "io",
          "ioutil",
          "bufio",
          "path",
          "filepath",
          "errors",
          "context",
          "time",
          "sort",
          "slices",
          "maps",
          "math",
          "sync",
          "regexp",
          "unicode",
          "utf8",
          "exec",
          "sql",
          "http",
          "url",
          "net",
          "json",
          "base64",
          "hex",
          "log",
          "slog",
          "runtime",
          "reflect",
          "gzip",
          "tar",
          "zip",
          "template",
          "text/template",
          "html/template",
          "atomic",
          "rand",
          "template.Template",
          "regexp.Regexp",
          "url.URL",
          "url.Values",
          "strings.Builder",
          "bytes.Buffer",
          "String",
          "StringBuilder",
          "StringBuffer",
          "List",
          "Map",
          "Set",
          "Optional",
          "Stream",
          "Collectors",
          "Arrays",
          "Collections",
          "Objects",
          "Files",
          "Paths",
          "Path",
          "File",
          "URL",
          "URI",
          "Integer",
          "Long",
          "Double",
          "Boolean",
          "Math",
          "Pattern",
          "Matcher",
          "Runtime",
          "ProcessBuilder",
          "Process",
          "System",
          "Thread",
          "Duration",
          "Instant",
          "Base64");
  private static final Set<String> CONVERSIONS =
      Set.of("string", "byte", "any", "error", "make", "new", "copy", "delete", "close");

  private Library() {}

  /** Whether {@code called} is of the standard library, a constructor or a conversion. */
  static boolean knows(Callee called, boolean java) {
    int generic = called.qualifier().indexOf('<');
    String bare = generic < 0 ? called.qualifier() : called.qualifier().substring(0, generic);
    boolean converts = !java && CONVERSIONS.contains(called.name());
    return converts || called.name().startsWith("new ") || TYPES.contains(bare);
  }
}
