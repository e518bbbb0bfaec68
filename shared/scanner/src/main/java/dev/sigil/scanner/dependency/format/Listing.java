package dev.sigil.scanner.dependency.format;

import dev.sigil.scanner.dependency.inventory.Dependency;
import dev.sigil.scanner.dependency.inventory.Dependency.Scope;
import dev.sigil.scanner.dependency.inventory.Ecosystem;
import java.util.ArrayList;
import java.util.List;

/** The dependencies of one file while it is read; bounded in number and in length of text. */
final class Listing {
  private static final int MAX_DEPENDENCIES = 50_000;
  private static final int MAX_TEXT = 2_000;

  private final Ecosystem ecosystem;
  private final String path;
  private final List<Dependency> found = new ArrayList<>();

  Listing(Ecosystem ecosystem, String path) {
    this.ecosystem = ecosystem;
    this.path = path;
  }

  /** A version that a lockfile fixes. */
  void locked(
      String name,
      String version,
      Scope scope,
      boolean direct,
      String source,
      String integrity,
      int line) {
    add(name, version, "", scope, direct, source, integrity, line);
  }

  /** What a manifest asks for; {@code version} only when its range allows a single one. */
  void asked(String name, String version, String range, Scope scope, int line) {
    add(name, version, range, scope, true, "", "", line);
  }

  void add(
      String name,
      String version,
      String range,
      Scope scope,
      boolean direct,
      String source,
      String integrity,
      int line) {
    if (name.isBlank() || name.length() > MAX_TEXT) {
      return;
    }
    if (found.size() == MAX_DEPENDENCIES) {
      throw new UnreadableException("it names more than " + MAX_DEPENDENCIES + " packages");
    }
    found.add(
        new Dependency(
            ecosystem,
            name,
            cut(version),
            cut(range),
            scope,
            direct,
            cut(source),
            cut(integrity),
            path,
            line));
  }

  List<Dependency> all() {
    return List.copyOf(found);
  }

  private static String cut(String text) {
    return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
  }
}
