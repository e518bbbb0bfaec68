package dev.sigil.scanner.code;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the names of a file stand for: imports, renamed imports, {@code promisify}, assignments. */
public final class Aliases {
  /* Classes, and functions that make such an object, whose methods are called by common names. */
  private static final Set<String> MADE =
      Set.of(
          "httpx.Client",
          "httpx.AsyncClient",
          "requests.Session",
          "requests.session",
          "aiohttp.ClientSession",
          "urllib3.PoolManager",
          "pathlib.Path",
          "fabric.Connection",
          "fabric2.Connection",
          "jinja2.Environment",
          "jinja2.sandbox.SandboxedEnvironment",
          "jinja2.sandbox.ImmutableSandboxedEnvironment",
          "axios.create",
          "axios.default.create",
          "ssh2.Client",
          "node-ssh.NodeSSH",
          "vm2.VM",
          "vm2.NodeVM");

  private static final String BIND = ".bind";

  private final Map<String, String> names = new HashMap<>();
  private final Set<String> modules = new HashSet<>();
  private final Map<String, String> made = new HashMap<>();
  private final Program program;

  private Aliases(Program program) {
    this.program = program;
  }

  public static Aliases of(Program program) {
    Aliases aliases = new Aliases(program);
    for (int i = 0; i < program.size(); i++) {
      if (program.dialect() == Dialect.PYTHON) {
        aliases.python(i);
      } else {
        aliases.script(i);
      }
    }
    return aliases;
  }

  /** {@code dotted} with its first part resolved. */
  public String resolve(String dotted) {
    int dot = dotted.indexOf('.');
    String head = dot < 0 ? dotted : dotted.substring(0, dot);
    String known = names.getOrDefault(head, dot < 0 ? null : made.get(head));
    return known == null ? dotted : known + (dot < 0 ? "" : dotted.substring(dot));
  }

  /** Whether {@code name} was imported or renamed. */
  public boolean knows(String name) {
    return names.containsKey(name);
  }

  /** Whether {@code name} is a module, or was imported from one. */
  public boolean imports(String name) {
    return modules.contains(name) || names.containsKey(name);
  }

  /** The class that the call which closes at {@code close} makes an object of; else empty. */
  String maker(int close) {
    int open = program.partner(close);
    int at = open - 1;
    while (program.token(at).isName() && program.token(at - 1).is(".")) {
      at -= 2;
    }
    String callee = open < close ? resolve(dotted(at)) : "";
    return MADE.contains(callee) ? callee : "";
  }

  /* name = requests.Session(…), with httpx.Client(…) as name, const name = new Client(…) */
  private void made(int name, int value) {
    int at = program.token(value).is("new") || program.token(value).is("await") ? value + 1 : value;
    String callee = dotted(at);
    if (callee.isEmpty() || !program.token(at + 2 * parts(callee) - 1).is("(")) {
      return;
    }
    String known = resolve(callee);
    if (MADE.contains(known)) {
      made.put(program.token(name).text(), known);
    }
  }

  private void python(int i) {
    if (program.token(i).is("=") && program.token(i - 1).isName() && program.token(i - 1).first()) {
      made(i - 1, i + 1);
    } else if (program.token(i).is(":") && program.token(i - 1).isName()) {
      String type = resolve(dotted(i + 1));
      if (MADE.contains(type)) {
        made.put(program.token(i - 1).text(), type);
      }
    } else if (program.token(i).is("with")) {
      int end = program.endOfExpression(i + 1);
      int as = end - 2 > i && program.token(end - 2).is("as") ? end - 2 : end - 3;
      if (program.token(as).is("as")) {
        made(as + 1, i + 1);
      }
    }
    if (program.token(i).is("from") && program.token(i).first()) {
      int at = i + 1;
      StringBuilder up = new StringBuilder();
      while (program.token(at).is(".") || program.token(at).is("...")) {
        up.append(program.token(at).text());
        at++;
      }
      String module = dotted(at);
      at += module.isEmpty() ? 0 : 2 * parts(module) - 1;
      if (program.token(at).is("import")) {
        names(at + 1, module.isEmpty() && !up.isEmpty() ? up.substring(1) : up + module);
      }
    } else if (program.token(i).is("import") && program.token(i).first()) {
      modules(i + 1);
      String module = dotted(i + 1);
      int after = i + 2 * parts(module);
      if (program.token(after).is("as")) {
        names.put(program.token(after + 1).text(), module);
      }
    }
  }

  /* import a, b.c, d */
  private void modules(int from) {
    for (int at = from; at == from || !program.token(at).first(); at++) {
      boolean begins = at == from || program.token(at - 1).is(",");
      if (at >= program.size() || (begins && !program.token(at).isName())) {
        return;
      }
      if (begins) {
        modules.add(program.token(at).text());
      }
    }
  }

  /* import names after `from … import` or in braces: a, b as c, d: e */
  private void names(int from, String module) {
    int at = program.token(from).is("(") || program.token(from).is("{") ? from + 1 : from;
    while (program.token(at).isName()) {
      String name = program.token(at).text();
      boolean renamed = program.token(at + 1).is("as") || program.token(at + 1).is(":");
      names.put(renamed ? program.token(at + 2).text() : name, module + "." + name);
      at += renamed ? 3 : 1;
      if (!program.token(at).is(",")) {
        return;
      }
      at++;
    }
  }

  private void script(int i) {
    Token token = program.token(i);
    if (token.is("import") && !program.token(i + 1).is("(")) {
      imported(i + 1);
    } else if (token.is("const") || token.is("let") || token.is("var")) {
      assigned(i + 1);
    }
  }

  private void imported(int from) {
    int at = from;
    while (at < from + 200 && !program.token(at).is("from") && !program.token(at).isText()) {
      at++;
    }
    if (!program.token(at).is("from") || !program.token(at + 1).isText()) {
      return;
    }
    String module = module(program.token(at + 1).text());
    for (int i = from; i < at; i++) {
      if (program.token(i).is("{")) {
        names(i, module);
        return;
      }
      if (program.token(i).isName() && !program.token(i).is("type") && !program.token(i).is("as")) {
        names.put(program.token(i).text(), module);
      }
    }
  }

  /* const x = require('m') | const {a: b} = require('m') | const x = promisify(y)
   * | const x = m.y | const x = m.y.bind(m) */
  private void assigned(int from) {
    int equals = program.token(from).is("{") ? program.partner(from) + 1 : from + 1;
    if (!program.token(equals).is("=")) {
      return;
    }
    int value = program.token(equals + 1).is("await") ? equals + 2 : equals + 1;
    made(from, value);
    String callee = dotted(value);
    int open = value + 2 * parts(callee) - 1;
    boolean loads = callee.equals("require") || callee.equals("import");
    if (loads && program.token(open + 1).isText()) {
      bind(from, module(program.token(open + 1).text()));
    } else if (callee.endsWith("promisify") && program.token(open).is("(")) {
      names.put(program.token(from).text(), resolve(unbound(dotted(open + 1))));
    } else if (callee.endsWith(BIND) && program.token(open).is("(")) {
      names.put(program.token(from).text(), resolve(unbound(callee)));
    } else if (program.token(from).isName() && !callee.isEmpty() && ends(open)) {
      String known = resolve(callee);
      if (known.contains(".")) {
        names.put(program.token(from).text(), known);
      }
    }
  }

  private static String unbound(String callee) {
    return callee.endsWith(BIND) ? callee.substring(0, callee.length() - BIND.length()) : callee;
  }

  private boolean ends(int at) {
    return program.token(at).is(";") || program.token(at).first();
  }

  private void bind(int from, String module) {
    if (program.token(from).is("{")) {
      names(from, module);
    } else {
      names.put(program.token(from).text(), module);
    }
  }

  private static String module(String name) {
    String plain = name.startsWith("node:") ? name.substring(5) : name;
    return switch (plain) {
      case "fs/promises", "fs-extra", "graceful-fs" -> "fs";
      default -> plain;
    };
  }

  private String dotted(int from) {
    StringBuilder dotted = new StringBuilder();
    int at = from;
    while (program.token(at).isName()) {
      dotted.append(program.token(at).text());
      if (!program.token(at + 1).is(".")) {
        break;
      }
      dotted.append('.');
      at += 2;
    }
    return dotted.toString();
  }

  private static int parts(String dotted) {
    return dotted.isEmpty() ? 0 : (int) dotted.chars().filter(c -> c == '.').count() + 1;
  }
}
