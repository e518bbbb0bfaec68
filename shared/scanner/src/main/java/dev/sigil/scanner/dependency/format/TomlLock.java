package dev.sigil.scanner.dependency.format;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import dev.sigil.scanner.dependency.inventory.Dependency;
import dev.sigil.scanner.dependency.inventory.Dependency.Scope;
import dev.sigil.scanner.dependency.inventory.Ecosystem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lockfiles that are lists of {@code [[package]]}: uv, Poetry, PDM and Cargo. They hold no
 * lines, so the n-th package is shown at the n-th such header.
 */
final class TomlLock implements DependencyFormat {
  private static final Pattern HEADER = Pattern.compile("\\[\\[[ \\t]*package[ \\t]*\\]\\]");
  private static final Set<String> MAIN = Set.of("main", "default");
  private static final TomlMapper TOML = new TomlMapper();

  @Override
  public boolean accepts(String path) {
    return switch (Names.file(path)) {
      case "uv.lock", "poetry.lock", "pdm.lock", "Cargo.lock" -> true;
      default -> false;
    };
  }

  @Override
  public boolean locks() {
    return true;
  }

  @Override
  public List<Dependency> read(String path, String text) {
    JsonNode packages = parse(text).path("package");
    List<Integer> lines = lines(text);
    String file = Names.file(path);
    Listing listing =
        new Listing(file.equals("Cargo.lock") ? Ecosystem.CARGO : Ecosystem.PYPI, path);
    Set<String> shipped = file.equals("uv.lock") ? shipped(packages) : Set.of();
    for (int i = 0; i < packages.size(); i++) {
      JsonNode each = packages.get(i);
      String name = each.path("name").asText("");
      Scope scope =
          development(each) || (!shipped.isEmpty() && !shipped.contains(name))
              ? Scope.DEVELOPMENT
              : Scope.RUNTIME;
      listing.locked(
          name,
          each.path("version").asText(""),
          scope,
          false,
          source(each, file),
          integrity(each),
          i < lines.size() ? lines.get(i) : 0);
    }
    return listing.all();
  }

  private static JsonNode parse(String text) {
    try {
      return TOML.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UnreadableException("it is not TOML");
    }
  }

  private static List<Integer> lines(String text) {
    List<Integer> lines = new ArrayList<>();
    Matcher header = HEADER.matcher(text);
    int line = 1;
    int from = 0;
    for (int at = text.indexOf("[["); at >= 0; at = text.indexOf("[[", at + 2)) {
      for (; from < at; from++) {
        line += text.charAt(from) == '\n' ? 1 : 0;
      }
      if (startsLine(text, at) && header.region(at, text.length()).lookingAt()) {
        lines.add(line);
      }
    }
    return lines;
  }

  private static boolean startsLine(String text, int at) {
    int before = at - 1;
    while (before >= 0 && (text.charAt(before) == ' ' || text.charAt(before) == '\t')) {
      before--;
    }
    return before < 0 || text.charAt(before) == '\n';
  }

  /* Poetry before 1.5 names a category, later and PDM the groups. */
  private static boolean development(JsonNode each) {
    if (each.path("category").asText("").equals("dev")) {
      return true;
    }
    JsonNode groups = each.path("groups");
    boolean used = groups.isEmpty();
    for (JsonNode group : groups) {
      used |= MAIN.contains(group.asText()) || Names.ofGroup(group.asText()) != Scope.DEVELOPMENT;
    }
    return !used;
  }

  private static String source(JsonNode each, String file) {
    JsonNode source = each.path("source");
    if (source.isTextual()) {
      return source.asText();
    }
    if (file.equals("Cargo.lock")) {
      return "path:.";
    }
    if (source.path("type").isTextual()) {
      String address = source.path("url").asText("");
      return switch (source.path("type").asText()) {
        case "git" -> "git+" + address + "#" + source.path("resolved_reference").asText("");
        case "directory", "file" -> "path:" + address;
        case "url" -> address;
        default -> "index:" + address;
      };
    }
    for (String kind : List.of("editable", "virtual", "directory", "path")) {
      if (source.has(kind)) {
        return kind + ":" + source.path(kind).asText();
      }
    }
    return source.has("git")
        ? "git+" + source.path("git").asText()
        : source.has("registry")
            ? "index:" + source.path("registry").asText()
            : source.path("url").asText("");
  }

  private static String integrity(JsonNode each) {
    if (each.has("checksum")) {
      return "sha256:" + each.path("checksum").asText();
    }
    for (JsonNode file :
        List.of(each.path("sdist"), each.path("wheels").path(0), each.path("files").path(0))) {
      if (file.has("hash")) {
        return file.path("hash").asText();
      }
    }
    return "";
  }

  /* uv names the repository's own packages by where they lie; what they do not reach is for work on it. */
  private static Set<String> shipped(JsonNode packages) {
    Map<String, List<String>> edges = new HashMap<>();
    Set<String> roots = new LinkedHashSet<>();
    for (JsonNode each : packages) {
      String name = each.path("name").asText("");
      List<String> next = edges.computeIfAbsent(name, key -> new ArrayList<>());
      each.path("dependencies").forEach(to -> next.add(to.path("name").asText("")));
      each.path("optional-dependencies")
          .properties()
          .forEach(
              group -> {
                if (Names.ofGroup(group.getKey()) != Scope.DEVELOPMENT) {
                  group.getValue().forEach(to -> next.add(to.path("name").asText("")));
                }
              });
      if (each.path("source").has("editable") || each.path("source").has("virtual")) {
        roots.add(name);
      }
    }
    return roots.isEmpty() ? Set.of() : Reach.from(roots, edges);
  }
}
