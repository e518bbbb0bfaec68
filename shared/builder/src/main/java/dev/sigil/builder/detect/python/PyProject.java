package dev.sigil.builder.detect.python;

import dev.sigil.builder.detect.Declaration;
import dev.sigil.builder.detect.Folder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/**
 * The part of a pyproject.toml that planning needs.
 *
 * @param scripts console scripts: name to {@code module:function}
 * @param dependencies requirement lines (PEP 508)
 * @param isPackage whether pip can install the folder
 */
record PyProject(
    Declaration declared,
    SortedMap<String, String> scripts,
    List<String> dependencies,
    String requiresPython,
    boolean isPackage) {
  static final String FILE = "pyproject.toml";

  private static final PyProject NONE =
      new PyProject(Declaration.NONE, new TreeMap<>(), List.of(), "", false);

  /** {@code MANIFEST_INVALID} when the file is no TOML; an empty project when there is none. */
  static PyProject read(Folder folder) {
    return folder.text(FILE).map(text -> parse(folder, text)).orElse(NONE);
  }

  private static PyProject parse(Folder folder, String text) {
    TomlParseResult toml = Toml.parse(text);
    if (toml.hasErrors()) {
      String place = toml.errors().getFirst().position().toString();
      throw folder.invalid(FILE, "is not valid TOML at " + place);
    }
    @Nullable TomlTable project = table(toml, "project");
    @Nullable TomlTable poetry = table(toml, "tool", "poetry");
    @Nullable TomlTable own = project == null ? poetry : project;
    if (own == null) {
      return NONE;
    }
    SortedMap<String, String> scripts = strings(table(own, "scripts"));
    if (poetry != null && scripts.isEmpty()) {
      scripts = strings(table(poetry, "scripts"));
    }
    return new PyProject(
        Declaration.of(string(own, "name"), string(own, "version"), string(own, "description")),
        scripts,
        dependencies(own, poetry),
        string(own, "requires-python"),
        table(toml, "build-system") != null || !scripts.isEmpty());
  }

  private static List<String> dependencies(TomlTable own, @Nullable TomlTable poetry) {
    List<String> lines = new ArrayList<>();
    if (own.get(List.of("dependencies")) instanceof TomlArray array) {
      IntStream.range(0, array.size())
          .mapToObj(array::get)
          .filter(String.class::isInstance)
          .forEach(line -> lines.add(line.toString()));
    }
    @Nullable TomlTable table = poetry == null ? null : table(poetry, "dependencies");
    if (table != null) {
      table.keySet().stream().sorted().filter(name -> !name.equals("python")).forEach(lines::add);
    }
    return lines;
  }

  private static @Nullable TomlTable table(TomlTable parent, String... keys) {
    return parent.get(List.of(keys)) instanceof TomlTable table ? table : null;
  }

  private static String string(TomlTable table, String key) {
    return table.get(List.of(key)) instanceof String text ? text : "";
  }

  private static SortedMap<String, String> strings(@Nullable TomlTable table) {
    SortedMap<String, String> strings = new TreeMap<>();
    if (table != null) {
      for (String key : table.keySet()) {
        Optional.of(string(table, key))
            .filter(value -> !value.isEmpty())
            .ifPresent(value -> strings.put(key, value));
      }
    }
    return strings;
  }

  /** A project's name as indexes compare it (PEP 503). */
  static String normalize(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
  }
}
