package dev.sigil.scanner.manifest;

import dev.sigil.scanner.detect.Detector;
import dev.sigil.scanner.detect.Findings;
import dev.sigil.scanner.detect.Location;
import dev.sigil.scanner.detect.Rule;
import dev.sigil.scanner.detect.ScannedFile;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Fields of YAML and JSON manifests that name what is built. Read as a stream of events, so aliases
 * are never expanded and no object is ever made. Such a field that leaves the repository gave one
 * hosting service's builder away (Smithery, 2025); {@code ..} that stays inside is how repositories
 * with several packages are built.
 */
public final class BuildPaths implements Detector {
  private static final Set<String> MANIFESTS =
      Set.of(
          "smithery.yaml",
          "smithery.yml",
          "mcp.yaml",
          "mcp.yml",
          "docker-compose.yml",
          "docker-compose.yaml",
          "compose.yml",
          "compose.yaml",
          "server.json",
          "manifest.json",
          "fly.json",
          "render.yaml",
          "railway.json",
          "cloudbuild.yaml",
          "devcontainer.json");
  /* Manifests that only a person's own tools read: nobody builds a hosted server from them. */
  private static final Set<String> WORKSTATION =
      Set.of(
          "docker-compose.yml",
          "docker-compose.yaml",
          "compose.yml",
          "compose.yaml",
          "devcontainer.json");
  private static final Set<String> PATHS =
      Set.of(
          "dockerbuildpath",
          "context",
          "folder",
          "rootdir",
          "rootdirectory",
          "builddirectory",
          "buildcontext",
          "subfolder",
          "entry_point",
          "configfile");
  /* Compose and dev containers read these from the build context that stands beside them. */
  private static final Set<String> FROM_CONTEXT = Set.of("dockerfile", "dockerfilepath");
  /* Paths inside the image: where they lie there says nothing about the builder's files. */
  private static final Set<String> IN_IMAGE = Set.of("workdir", "entrypoint");
  private static final Pattern ABSOLUTE = Pattern.compile("/.*|~.*|[A-Za-z]:\\\\.*");
  private static final Pattern INNER =
      Pattern.compile("/(app|usr|bin|opt|home|workspace|srv|data|docker-entrypoint)\\b.*");
  private static final Pattern SEPARATOR = Pattern.compile("[/\\\\]");
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z+]{2,8}://.*|git@.*|\\$.*");
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setCodePointLimit(4 << 20).setAllowDuplicateKeys(false).build();

  @Override
  public boolean accepts(Location location) {
    return MANIFESTS.contains(location.name().toLowerCase(Locale.ROOT));
  }

  @Override
  public String version() {
    return "build-paths-2";
  }

  @Override
  public void inspect(ScannedFile file, Findings findings) {
    Walk walk = new Walk(file, findings);
    try {
      new Parse(SETTINGS).parseString(file.string()).forEach(walk::event);
    } catch (YamlEngineException | IndexOutOfBoundsException e) {
      // The reader of the library steps past its buffer where that ends in half a character.
      findings.add(ManifestRules.MALFORMED, file.location(), 0, file.location().name(), "syntax");
    }
  }

  /* Tracks which key a scalar belongs to: in a mapping, scalars and collections alternate. */
  private static final class Walk {
    private final ScannedFile file;
    private final Findings findings;
    private final Deque<Level> levels = new ArrayDeque<>();

    Walk(ScannedFile file, Findings findings) {
      this.file = file;
      this.findings = findings;
    }

    void event(Event event) {
      switch (event.getEventId()) {
        case MappingStart -> levels.push(new Level(true));
        case SequenceStart -> levels.push(new Level(false));
        case MappingEnd, SequenceEnd -> {
          judge(levels.pop());
          value();
        }
        case Alias -> value();
        case Scalar -> scalar((ScalarEvent) event);
        default -> {}
      }
    }

    private void scalar(ScalarEvent scalar) {
      Level level = levels.peek();
      if (level != null && level.mapping && level.key == null) {
        level.key = scalar.getValue();
        return;
      }
      if (level != null && level.key != null) {
        field(level, level.key, scalar);
      }
      value();
    }

    private void field(Level level, String key, ScalarEvent scalar) {
      String name = key.toLowerCase(Locale.ROOT).replace("-", "");
      String value = scalar.getValue();
      int line = scalar.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
      if (PATHS.contains(name) || FROM_CONTEXT.contains(name) || IN_IMAGE.contains(name)) {
        level.fields.add(new Field(name, key + ": " + value, value, line));
      }
    }

    private void value() {
      Level level = levels.peek();
      if (level != null) {
        level.key = null;
      }
    }

    /* A field is judged when its mapping ends, for the context may stand after what it holds. */
    private void judge(Level level) {
      String folder = file.location().sibling("");
      String context =
          level.fields.stream()
              .filter(field -> field.name.equals("context"))
              .map(field -> folder + field.value + "/")
              .findFirst()
              .orElse(folder);
      for (Field field : level.fields) {
        boolean fromContext = FROM_CONTEXT.contains(field.name);
        if (escapes(field, fromContext ? context : folder)) {
          findings.add(rule(), file.location(), field.line, field.excerpt, field.excerpt);
        }
      }
    }

    private Rule rule() {
      return WORKSTATION.contains(file.location().name().toLowerCase(Locale.ROOT))
          ? ManifestRules.PATH_OUTSIDE
          : ManifestRules.PATH_ESCAPE;
    }

    private static boolean escapes(Field field, String folder) {
      if (ELSEWHERE.matcher(field.value).matches()) {
        return false;
      }
      if (ABSOLUTE.matcher(field.value).matches()) {
        return !IN_IMAGE.contains(field.name) && !INNER.matcher(field.value).matches();
      }
      return leaves(IN_IMAGE.contains(field.name) ? field.value : folder + field.value);
    }

    private static boolean leaves(String path) {
      int depth = 0;
      for (String part : SEPARATOR.split(path, -1)) {
        depth += part.equals("..") ? -1 : part.isEmpty() || part.equals(".") ? 0 : 1;
        if (depth < 0) {
          return true;
        }
      }
      return false;
    }
  }

  /* A value that names a path, in the mapping that holds it. */
  private record Field(String name, String excerpt, String value, int line) {}

  private static final class Level {
    private final boolean mapping;
    private final List<Field> fields = new ArrayList<>();
    private @Nullable String key;

    Level(boolean mapping) {
      this.mapping = mapping;
    }
  }
}
