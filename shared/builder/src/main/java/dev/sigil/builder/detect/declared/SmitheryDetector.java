package dev.sigil.builder.detect.declared;

import dev.sigil.builder.detect.Declaration;
import dev.sigil.builder.detect.Detector;
import dev.sigil.builder.detect.Folder;
import dev.sigil.builder.detect.Hints;
import dev.sigil.builder.detect.Recipe;
import dev.sigil.builder.detect.Search;
import dev.sigil.builder.detect.container.ContainerDetector;
import dev.sigil.builder.manifest.PlainYaml;
import dev.sigil.core.SigilException;
import dev.sigil.core.build.Language;
import dev.sigil.core.build.SecretRequirement;
import dev.sigil.core.build.Transport;
import dev.sigil.core.source.SourcePath;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A smithery.yaml, of servers that were hosted elsewhere before. */
public final class SmitheryDetector implements Detector {
  private static final String FILE = "smithery.yaml";

  private final List<Detector> source;

  /** {@code source} are the detectors of what is built from source, in their order. */
  public SmitheryDetector(List<Detector> source) {
    this.source = List.copyOf(source);
  }

  @Override
  public String looksFor() {
    return FILE;
  }

  @Override
  public Optional<Recipe> detect(Folder folder, Hints hints, Search search) {
    Optional<PlainYaml> yaml =
        folder
            .bytes(FILE, Folder.MAX_BYTES)
            .map(bytes -> PlainYaml.read(folder.locate(FILE), bytes));
    if (yaml.isEmpty()) {
      return Optional.empty();
    }
    @Nullable Transport transport =
        switch (yaml.get().text("startCommand", "type").orElse("")) {
          case "stdio" -> Transport.STDIO;
          case "http" -> Transport.HTTP;
          default -> null;
        };
    boolean container = yaml.get().text("runtime").orElse("").equals("container");
    return container
        ? container(folder, hints, search, yaml.get(), transport)
        : command(folder, hints, search, yaml.get(), transport);
  }

  private Optional<Recipe> command(
      Folder folder, Hints hints, Search search, PlainYaml yaml, @Nullable Transport transport) {
    Optional<String> text =
        yaml.text("startCommand", "commandFunction").or(() -> yaml.text("commandFunction"));
    Optional<CommandFunction> function = text.flatMap(CommandFunction::read);
    if (text.isPresent() && function.isEmpty()) {
      search.miss("smithery.yaml computes its command in JavaScript, which is not evaluated");
      return Optional.empty();
    }
    List<String> start = function.map(CommandFunction::command).orElse(List.of());
    boolean own = hints.start() == null && runsHere(start);
    Hints more =
        new Hints(hints.runtime(), hints.runtimeVersion(), own ? start : hints.start(), transport);
    return source.stream()
        .flatMap(detector -> detector.detect(folder, more, search).stream())
        .findFirst()
        .map(recipe -> recipe.declaring(declaration(yaml, function, transport), FILE));
  }

  /* `npx x` and `uvx x` would fetch a published version; what was pushed is built instead. */
  private static boolean runsHere(List<String> start) {
    return !start.isEmpty() && !List.of("npx", "uvx", "uv", "docker").contains(start.getFirst());
  }

  private static Declaration declaration(
      PlainYaml yaml, Optional<CommandFunction> function, @Nullable Transport transport) {
    List<SecretRequirement> secrets =
        function.map(CommandFunction::secrets).orElse(List.of()).stream()
            .map(name -> new SecretRequirement(name, "", false))
            .toList();
    return new Declaration(
        yaml.text("name").orElse(""), "", "", transport, null, new TreeMap<>(), secrets);
  }

  private static Optional<Recipe> container(
      Folder folder, Hints hints, Search search, PlainYaml yaml, @Nullable Transport transport) {
    if (!hints.allows(Language.CONTAINER)) {
      return Optional.empty();
    }
    String dockerfile = yaml.text("build", "dockerfile").orElse(ContainerDetector.FILE);
    try {
      Hints more = new Hints(hints.runtime(), hints.runtimeVersion(), hints.start(), transport);
      return new ContainerDetector(SourcePath.normalize(dockerfile)).detect(folder, more, search);
    } catch (SigilException e) {
      search.miss("smithery.yaml names a Dockerfile outside the repository");
      return Optional.empty();
    }
  }
}
