package dev.sigil.builder.manifest;

import dev.sigil.core.SigilException;
import dev.sigil.core.build.Language;
import dev.sigil.core.build.Scaling;
import dev.sigil.core.build.Tier;
import dev.sigil.core.build.Transport;
import dev.sigil.core.build.Visibility;
import dev.sigil.core.source.SourcePath;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Reads {@code mcp.yaml}. Its fields, and this reader's rules, are those of mcp.schema.json. */
public final class ManifestReader {
  private static final Set<String> FIELDS =
      Set.of(
          "name",
          "version",
          "description",
          "runtime",
          "folder",
          "dockerfile",
          "build",
          "start",
          "transport",
          "path",
          "env",
          "secrets",
          "tier",
          "scaling",
          "visibility");
  private static final Map<String, Transport> TRANSPORTS =
      Map.of("stdio", Transport.STDIO, "http", Transport.HTTP);
  private static final Map<String, Tier> TIERS =
      Map.of("small", Tier.SMALL, "medium", Tier.MEDIUM, "large", Tier.LARGE);
  private static final Map<String, Visibility> VISIBILITIES =
      Map.of("public", Visibility.PUBLIC, "private", Visibility.PRIVATE);
  private static final Map<String, Choice> RUNTIMES = runtimes();

  private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9._-]{0,61}[a-z0-9])?");
  private static final Pattern VERSION =
      Pattern.compile(
          "(0|[1-9][0-9]{0,8})\\.(0|[1-9][0-9]{0,8})\\.(0|[1-9][0-9]{0,8})"
              + "(-[0-9A-Za-z-]{1,64}(\\.[0-9A-Za-z-]{1,64}){0,4})?");
  private static final Pattern LINE = Pattern.compile("[^\\x00-\\x1f\\x7f]{1,500}");
  private static final Pattern URL_PATH = Pattern.compile("/[A-Za-z0-9._~/-]{0,199}");
  private static final Pattern ANY_LINE = Pattern.compile("[^\\x00-\\x1f\\x7f]{0,1024}");
  private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,4})([smh])");

  private final Problems problems;

  private ManifestReader(Problems problems) {
    this.problems = problems;
  }

  /**
   * Reads a manifest.
   *
   * @param path the file's place in the repository, for messages
   * @throws SigilException {@code MANIFEST_INVALID} naming every problem, each on its own line
   */
  public static Manifest read(String path, byte[] yaml) {
    Problems problems = new Problems(path);
    Optional<Manifest> manifest = read(yaml, problems);
    if (manifest.isEmpty() || !problems.isEmpty()) {
      throw problems.exception();
    }
    return manifest.get();
  }

  /** Everything wrong with a manifest, in the order of the file. */
  public static List<ManifestProblem> problems(String path, byte[] yaml) {
    Problems problems = new Problems(path);
    read(yaml, problems);
    return problems.list();
  }

  private static Optional<Manifest> read(byte[] yaml, Problems problems) {
    return Yaml.read(yaml, problems).map(root -> new ManifestReader(problems).manifest(root));
  }

  private Manifest manifest(MappingNode root) {
    Fields fields = new Fields(root, "", FIELDS, problems);
    EntryReader entries = new EntryReader(problems);
    Optional<Choice> runtime = fields.choice("runtime", RUNTIMES);
    Manifest manifest =
        new Manifest(
            fields.text("name", NAME, "1 to 63 lower-case letters, digits, dots and hyphens"),
            fields.text("version", VERSION, "a semantic version such as 1.2.0"),
            fields.text("description", LINE, "one line of 1 to 500 characters"),
            runtime.map(Choice::language).orElse(null),
            runtime.map(Choice::version).orElse(null),
            Objects.requireNonNullElse(path(fields, "folder"), ""),
            entries.steps(fields),
            entries.start(fields),
            fields.choice("transport", TRANSPORTS).orElse(null),
            fields.text("path", URL_PATH, "a URL path such as /mcp"),
            path(fields, "dockerfile"),
            entries.environment(fields),
            entries.secrets(fields),
            fields.choice("tier", TIERS).orElse(Tier.SMALL),
            scaling(fields),
            fields.choice("visibility", VISIBILITIES).orElse(Visibility.PUBLIC));
    checkTogether(fields, manifest);
    return manifest;
  }

  private @Nullable String path(Fields fields, String name) {
    String text = fields.text(name, ANY_LINE, "a path in the repository");
    if (text == null) {
      return null;
    }
    try {
      return SourcePath.normalize(text);
    } catch (SigilException e) {
      fields
          .node(name)
          .ifPresent(
              node ->
                  fields.wrong(
                      name,
                      node,
                      "a relative path that stays inside, such as servers/weather",
                      ""));
      return null;
    }
  }

  private Scaling scaling(Fields root) {
    Optional<MappingNode> mapping = root.mapping("scaling");
    if (mapping.isEmpty()) {
      return Scaling.DEFAULT;
    }
    Set<String> known = Set.of("min", "max", "concurrency", "idle");
    Fields fields = new Fields(mapping.get(), "scaling.", known, problems);
    int min = fields.integer("min", 0, Scaling.MAX_INSTANCES, Scaling.DEFAULT.minInstances());
    int max =
        fields.integer(
            "max", 1, Scaling.MAX_INSTANCES, Math.max(min, Scaling.DEFAULT.maxInstances()));
    if (min > max) {
      problems.add(mapping.get(), "\"scaling.min\" must not be greater than \"scaling.max\".");
      return Scaling.DEFAULT;
    }
    return new Scaling(
        min,
        max,
        fields.integer("concurrency", 1, 1_000, Scaling.DEFAULT.concurrency()),
        idle(fields));
  }

  private static Duration idle(Fields fields) {
    String text = fields.text("idle", DURATION, "a duration such as 90s, 15m or 2h");
    Matcher matcher = DURATION.matcher(text == null ? "" : text);
    return matcher.matches()
        ? Duration.parse("PT" + matcher.group(1) + matcher.group(2).toUpperCase(Locale.ROOT))
        : Scaling.DEFAULT.idleTimeout();
  }

  private void checkTogether(Fields fields, Manifest manifest) {
    if (manifest.dockerfile() != null && manifest.runtime() != Language.CONTAINER) {
      fields
          .node("dockerfile")
          .ifPresent(
              node ->
                  problems.add(
                      node,
                      "\"dockerfile\" goes with the container runtime, only.",
                      "Add \"runtime: container\"."));
    }
    if (manifest.build() != null && manifest.runtime() == Language.CONTAINER) {
      fields
          .node("build")
          .ifPresent(
              node -> problems.add(node, "The Dockerfile says how to build; remove \"build\"."));
    }
  }

  private static Map<String, Choice> runtimes() {
    Map<String, Choice> words = new LinkedHashMap<>();
    for (Language language : Language.values()) {
      String name = language.name().toLowerCase(Locale.ROOT);
      words.put(name, new Choice(language, null));
      Runtimes.versions(language)
          .forEach(version -> words.put(name + "@" + version, new Choice(language, version)));
    }
    return words;
  }

  private record Choice(Language language, @Nullable String version) {}
}
