package dev.sigil.scanner.flow;

import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a file declares outside its functions: imports, types with their members. Immutable. */
final class Names {
  private static final int LONGEST_TYPE = 60;

  private final Program program;
  private final FlowRules.Words words;
  private final Map<String, String> imports = new HashMap<>();
  private final Map<String, String> members = new HashMap<>();
  private final Map<String, Boolean> numeric = new HashMap<>();
  private final Map<String, Set<String>> supertypes = new HashMap<>();
  private final TreeMap<Integer, String> bodies = new TreeMap<>();
  private boolean typing;

  private Names(Program program, FlowRules.Words words) {
    this.program = program;
    this.words = words;
  }

  static Names of(Program program, FlowRules.Words words) {
    Names names = new Names(program, words);
    for (int i = 0; i < program.size(); i++) {
      if (program.dialect() == Dialect.GO) {
        names.inGo(i);
      } else {
        names.inJava(i);
      }
    }
    return names;
  }

  /** The import path that a name in front of a dot stands for (Go); empty when it is none. */
  String imported(String name) {
    return imports.getOrDefault(name, "");
  }

  /** The type of the member with this name; empty when the file declares none. */
  String member(String name) {
    return members.getOrDefault(name, "");
  }

  boolean declares(String member) {
    return members.containsKey(member);
  }

  Map<String, Boolean> numeric() {
    return Map.copyOf(numeric);
  }

  Map<String, Set<String>> supertypes() {
    return Map.copyOf(supertypes);
  }

  /** The type in whose body the token lies (Java); empty when it lies in none. */
  String owner(int token) {
    Map.Entry<Integer, String> body = bodies.floorEntry(token);
    while (body != null && program.partner(body.getKey()) < token) {
      body = bodies.lowerEntry(body.getKey());
    }
    return body == null ? "" : body.getValue();
  }

  /** Whether the file turns on that JSON names the types to create. */
  boolean defaultTyping() {
    return typing;
  }

  /** {@code type} without pointers, type arguments and, in Java, packages. */
  String plain(String type) {
    String plain = type.replaceAll("^[\\[\\]*.&\\s]+|<.*", "").strip();
    if (program.dialect() == Dialect.JAVA) {
      String last = plain.substring(plain.lastIndexOf(' ') + 1);
      return last.substring(last.lastIndexOf('.') + 1).replace("[]", "");
    }
    int dot = plain.indexOf('.');
    String path = dot < 0 ? "" : imported(plain.substring(0, dot));
    int bracket = plain.indexOf('[');
    String bare = bracket > 0 ? plain.substring(0, bracket) : plain;
    return path.isEmpty() ? bare : path + bare.substring(Math.min(dot, bare.length()));
  }

  private void inGo(int i) {
    Token token = program.token(i);
    if (token.is("import") && token.first()) {
      int open = i + 1;
      if (program.token(open).is("(")) {
        for (int at = open + 1; at < program.partner(open); at++) {
          imported(at);
        }
      } else {
        imported(program.token(open).isText() ? open : open + 1);
      }
    } else if (token.is("struct") && program.token(i + 1).is("{")) {
      struct(i + 1);
    }
  }

  private void imported(int at) {
    Token path = program.token(at);
    if (!path.isText()) {
      return;
    }
    Token alias = program.token(at - 1);
    boolean renamed = alias.isName() && !alias.is("import");
    String plain = path.text().replaceFirst("/v\\d+$", "").replaceFirst("\\.v\\d+$", "");
    String last = plain.substring(plain.lastIndexOf('/') + 1);
    String name = last.replaceFirst("^go-", "").replaceFirst("-go$", "");
    boolean nested = plain.equals("text/template") || plain.equals("html/template");
    imports.put(renamed ? alias.text() : name, nested ? plain : name);
  }

  private void struct(int open) {
    for (int at = open + 1; at < program.partner(open); at++) {
      Token name = program.token(at);
      if (program.enclosing(at) == open && name.isName() && name.first()) {
        StringBuilder type = new StringBuilder();
        int end = at + 1;
        while (end < at + LONGEST_TYPE
            && !program.token(end).first()
            && !program.token(end).isText()
            && !program.token(end).is("}")) {
          type.append(program.token(end).text());
          end++;
        }
        member(name.text(), type.toString());
      }
    }
  }

  private void member(String name, String type) {
    members.putIfAbsent(name, plain(type));
    numeric.merge(name, words.isNumeric(type), Boolean::logicalAnd);
  }

  private void inJava(int i) {
    Token token = program.token(i);
    boolean type =
        token.is("class") || token.is("interface") || token.is("record") || token.is("enum");
    typing |= token.is("enableDefaultTyping") || token.is("activateDefaultTyping");
    if (type && program.token(i + 1).isName() && !program.token(i - 1).is(".")) {
      type(i);
    } else if ((token.is(";") || token.is("=")) && bodies.containsKey(program.enclosing(i))) {
      Token name = program.token(i - 1);
      Token before = program.token(i - 2);
      if (name.isName() && (before.isName() || before.is(">") || before.is("]"))) {
        member(name.text(), typeBefore(i - 1));
      }
    }
  }

  /* class A<T> extends B implements C, D { */
  private void type(int i) {
    String name = program.token(i + 1).text();
    Set<String> above = new HashSet<>();
    int at = i + 2;
    while (at < i + 2 + LONGEST_TYPE && at < program.size() && !program.token(at).is("{")) {
      if (program.token(at).isName()) {
        above.add(program.token(at).text());
      }
      at = Math.max(at, program.partner(at)) + 1;
    }
    if (program.token(at).is("{")) {
      bodies.put(at, name);
      supertypes.put(name, Set.copyOf(above));
    }
  }

  private String typeBefore(int name) {
    int at = name - 1;
    int angles = 0;
    while (at > name - LONGEST_TYPE && at > 0) {
      Token token = program.token(at);
      angles += token.is(">") ? 1 : token.is("<") ? -1 : 0;
      boolean goesOn = program.token(at - 1).is(".") || token.is(".") || token.is("]");
      if (angles == 0 && token.isName() && !goesOn) {
        return token.text();
      }
      at--;
    }
    return "";
  }
}
