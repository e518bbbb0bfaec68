package dev.sigil.scanner.flow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A function and what it returns. Filled while its file is read; compared by identity. */
final class Unit {
  private final String name;
  private final String owner;
  private final String path;
  private final int parameters;
  private final Set<Integer> outside = new HashSet<>();
  private final List<String> names = new ArrayList<>();
  private boolean decided;
  private Value returned = Value.NONE;

  /**
   * @param owner the type it belongs to; empty when it has none
   * @param parameters how many arguments it takes
   */
  Unit(String name, String owner, String path, int parameters) {
    this.name = name;
    this.owner = owner;
    this.path = path;
    this.parameters = parameters;
  }

  String name() {
    return name;
  }

  String owner() {
    return owner;
  }

  String path() {
    return path;
  }

  /** The directory: the package in Go. */
  String directory() {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  int parameters() {
    return parameters;
  }

  Value returned() {
    return returned;
  }

  void returns(Value value) {
    returned = returned.or(value);
  }

  /** Says that callers of the server fill in this parameter. */
  void controlled(int position) {
    outside.add(position);
  }

  /** The positions that callers of the server fill in. */
  Set<Integer> controlled() {
    return outside;
  }

  /** Says that its parameters tell which of them are controlled. */
  void decided() {
    decided = true;
  }

  boolean isDecided() {
    return decided;
  }

  void name(int position, String parameter) {
    while (names.size() <= position) {
      names.add("");
    }
    names.set(position, parameter);
  }

  String name(int position) {
    return position >= 0 && position < names.size() ? names.get(position) : "";
  }
}
