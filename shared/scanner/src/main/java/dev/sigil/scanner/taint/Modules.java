package dev.sigil.scanner.taint;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;

/** Whether a resolved name, as an import gives it, stands for something of a file. */
final class Modules {
  private static final Pattern EXTENSION = Pattern.compile("\\.(py|[mc]?[jt]sx?)$");

  private Modules() {}

  /**
   * Whether {@code callee}, used in the file {@code from}, names something of the file {@code to}:
   * {@code ./tools/git.js.commit}, {@code @/tools/git.commit}, {@code ..tools.git.commit}, {@code
   * acme.tools.git.commit}. A file that a package hands on in its index counts as well.
   */
  static boolean names(String callee, String from, String to) {
    String plain = EXTENSION.matcher(to).replaceFirst("");
    return to.endsWith(".py") ? python(callee, from, plain) : script(callee, from, plain);
  }

  /**
   * The path, less its extension, of the file that {@code callee} is itself, used in {@code from}.
   */
  static String whole(String callee, String from) {
    String path = callee.startsWith(".") ? below(parent(from), callee) : "";
    return EXTENSION.matcher(path).replaceFirst("");
  }

  static String plain(String path) {
    return EXTENSION.matcher(path).replaceFirst("");
  }

  private static boolean script(String callee, String from, String to) {
    if (callee.startsWith(".")) {
      String path = below(parent(from), callee);
      return starts(path, to, "./") || hands(path, to);
    }
    String path = callee.replaceFirst("^(@|~|#|src)/", "");
    String tail = path.contains("/") ? path : "";
    return !tail.isEmpty() && tails(tail, to);
  }

  /* tools.commit names tools/index.ts, which hands on tools/git.ts. */
  private static boolean hands(String path, String to) {
    String folder = parent(to);
    return starts(path, folder, "./") && !folder.isEmpty();
  }

  private static boolean tails(String path, String to) {
    for (int at = 0; at >= 0; at = to.indexOf('/', at) < 0 ? -1 : to.indexOf('/', at) + 1) {
      if (to.indexOf('/', at) >= 0 && starts(path, to.substring(at), "./")) {
        return true;
      }
    }
    return false;
  }

  private static boolean python(String callee, String from, String to) {
    String module = to.replaceFirst("(^|/)__init__$", "").replace('/', '.');
    if (callee.startsWith(".")) {
      int dots = 0;
      String folder = from;
      while (dots < callee.length() && callee.charAt(dots) == '.') {
        folder = parent(folder);
        dots++;
      }
      String base = folder.replace('/', '.');
      String full = base.isEmpty() ? callee.substring(dots) : base + "." + callee.substring(dots);
      return starts(full, module, ".") || starts(full, parent(to).replace('/', '.'), ".");
    }
    for (int at = 0; at >= 0; at = module.indexOf('.', at) < 0 ? -1 : module.indexOf('.', at) + 1) {
      if (starts(callee, module.substring(at), ".")) {
        return true;
      }
    }
    return false;
  }

  private static boolean starts(String name, String module, String ends) {
    return !module.isEmpty()
        && name.startsWith(module)
        && name.length() > module.length()
        && ends.indexOf(name.charAt(module.length())) >= 0;
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

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }
}
