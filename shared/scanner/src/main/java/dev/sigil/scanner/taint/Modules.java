package dev.sigil.scanner.taint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The names of files as imports say them, as segments joined by slashes. What code calls by a name
 * that it imported starts with such a name: {@code ./tools/git.js.commit},
 * {@code @/tools/git.commit}, {@code ..tools.git.commit}, {@code acme.tools.git.commit}.
 */
final class Modules {
  private static final int DEEPEST = 32;
  private static final Pattern EXTENSION = Pattern.compile("\\.(py|[mc]?[jt]sx?)$");
  private static final Pattern PACKAGE = Pattern.compile("(^|/)__init__$");
  private static final Pattern ALIAS = Pattern.compile("^(@|~|#|src)/");

  private Modules() {}

  static boolean isPython(String path) {
    return path.endsWith(".py");
  }

  /** What the file at {@code path} is called from the root: its path without the extension. */
  static String name(String path) {
    String plain = EXTENSION.matcher(path).replaceFirst("");
    return isPython(path) ? PACKAGE.matcher(plain).replaceFirst("") : plain;
  }

  /** What it may be called from elsewhere: in Python even by its last segment, else by two. */
  static List<String> tails(String path) {
    String name = name(path);
    List<String> tails = new ArrayList<>();
    for (int at = 0; at >= 0 && tails.size() < DEEPEST; at = next(name, at)) {
      String tail = name.substring(at);
      if (!tail.isEmpty() && (isPython(path) || tail.contains("/"))) {
        tails.add(tail);
      }
    }
    return tails;
  }

  private static int next(String name, int at) {
    int slash = name.indexOf('/', at);
    return slash < 0 ? -1 : slash + 1;
  }

  /**
   * The path, less its extension, of the file that {@code callee} is itself, used in {@code from}.
   */
  static String whole(String callee, String from) {
    String path = callee.startsWith(".") ? below(parent(from), callee) : "";
    return EXTENSION.matcher(path).replaceFirst("");
  }

  /** Whether {@code callee} is found from the file that calls it rather than from some root. */
  static boolean isRelative(String callee) {
    return callee.startsWith(".");
  }

  /** Every module that {@code callee}, used in {@code from}, may be a part of, the nearest last. */
  static List<String> around(String callee, String from) {
    String path = isPython(from) ? python(callee, from) : script(callee, from);
    List<String> modules = new ArrayList<>();
    for (int i = 1; i < path.length() && modules.size() < DEEPEST; i++) {
      if (path.charAt(i) == '/' || path.charAt(i) == '.') {
        modules.add(path.substring(0, i));
      }
    }
    return modules;
  }

  private static String script(String callee, String from) {
    return isRelative(callee)
        ? below(parent(from), callee)
        : ALIAS.matcher(callee).replaceFirst("");
  }

  private static String python(String callee, String from) {
    String folder = from;
    int dots = 0;
    while (dots < callee.length() && callee.charAt(dots) == '.') {
      folder = parent(folder);
      dots++;
    }
    String base = dots == 0 || folder.isEmpty() ? "" : folder + "/";
    return base + callee.substring(dots).replace('.', '/');
  }

  private static String below(String folder, String relative) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : (folder + "/" + relative).split("/", -1)) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }

  static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }
}
