package dev.sigil.builder.detect.node;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.builder.detect.Folder;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The part of a package.json that planning needs. Fields of a wrong type read as absent. */
record PackageJson(
    String name,
    String version,
    String description,
    String main,
    String packageManager,
    String nodeRange,
    boolean workspaceRoot,
    SortedMap<String, String> bin,
    Map<String, String> scripts,
    SortedMap<String, String> dependencies,
    SortedMap<String, String> devDependencies) {
  static final String FILE = "package.json";

  static Optional<PackageJson> read(Folder folder) {
    return folder.json(FILE).map(PackageJson::of);
  }

  private static PackageJson of(JsonNode json) {
    String name = json.path("name").asText("");
    return new PackageJson(
        name,
        json.path("version").asText(""),
        json.path("description").asText(""),
        json.path("main").asText(""),
        json.path("packageManager").asText(""),
        json.path("engines").path("node").asText(""),
        json.has("workspaces"),
        bin(name, json.path("bin")),
        strings(json.path("scripts")),
        strings(json.path("dependencies")),
        strings(json.path("devDependencies")));
  }

  private static SortedMap<String, String> bin(String name, JsonNode bin) {
    return bin.isTextual() ? new TreeMap<>(Map.of(unscoped(name), bin.asText())) : strings(bin);
  }

  private static SortedMap<String, String> strings(JsonNode object) {
    SortedMap<String, String> strings = new TreeMap<>();
    object
        .properties()
        .forEach(
            field -> {
              if (field.getValue().isTextual()) {
                strings.put(field.getKey(), field.getValue().asText());
              }
            });
    return Collections.unmodifiableSortedMap(strings);
  }

  String script(String script) {
    return scripts.getOrDefault(script, "");
  }

  boolean hasScript(String script) {
    return !script(script).isBlank();
  }

  /** {@code server} of {@code @scope/server}. */
  static String unscoped(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
