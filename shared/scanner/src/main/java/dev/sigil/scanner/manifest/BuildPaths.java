package dev.sigil.scanner.manifest;

import dev.sigil.scanner.detect.Detector;
import dev.sigil.scanner.detect.Findings;
import dev.sigil.scanner.detect.Location;
import dev.sigil.scanner.detect.ScannedFile;
import java.util.ArrayDeque;
import java.util.Deque;
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
 * are never expanded and no object is ever made. Such a field with {@code ..} gave one hosting
 * service's builder away (Smithery, 2025).
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
  private static final Set<String> PATHS =
      Set.of(
          "dockerbuildpath",
          "dockerfile",
          "dockerfilepath",
          "context",
          "folder",
          "rootdir",
          "rootdirectory",
          "builddirectory",
          "buildcontext",
          "workdir",
          "subfolder",
          "entry_point",
          "entrypoint",
          "configfile");
  private static final Pattern OUT =
      Pattern.compile("(.*[/\\\\])?\\.\\.([/\\\\].*)?|/.*|~.*|[A-Za-z]:\\\\.*");
  private static final Pattern INNER =
      Pattern.compile("/(app|usr|bin|opt|home|workspace|srv|data|docker-entrypoint)\\b.*");
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setCodePointLimit(4 << 20).setAllowDuplicateKeys(false).build();

  @Override
  public boolean accepts(Location location) {
    return MANIFESTS.contains(location.name().toLowerCase(Locale.ROOT));
  }

  @Override
  public String version() {
    return "build-paths-1";
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
          levels.pop();
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
      if (level != null && level.key != null && escapes(level.key, scalar.getValue())) {
        int line = scalar.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
        String excerpt = level.key + ": " + scalar.getValue();
        findings.add(ManifestRules.PATH_ESCAPE, file.location(), line, excerpt, excerpt);
      }
      value();
    }

    private void value() {
      Level level = levels.peek();
      if (level != null) {
        level.key = null;
      }
    }

    private static boolean escapes(String key, String value) {
      return PATHS.contains(key.toLowerCase(Locale.ROOT).replace("-", ""))
          && OUT.matcher(value).matches()
          && !INNER.matcher(value).matches();
    }
  }

  private static final class Level {
    private final boolean mapping;
    private @Nullable String key;

    Level(boolean mapping) {
      this.mapping = mapping;
    }
  }
}
