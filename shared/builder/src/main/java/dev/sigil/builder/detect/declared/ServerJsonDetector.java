package dev.sigil.builder.detect.declared;

import dev.sigil.builder.detect.Detector;
import dev.sigil.builder.detect.Folder;
import dev.sigil.builder.detect.Hints;
import dev.sigil.builder.detect.Recipe;
import dev.sigil.builder.detect.Search;
import dev.sigil.builder.detect.declared.ServerJson.Published;
import dev.sigil.builder.detect.node.NodeDetector;
import dev.sigil.builder.detect.python.PythonDetector;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A server.json. Where the folder holds source, the source is built, since a push deploys what was
 * pushed and not what was published before; server.json then adds what it declares. Without source,
 * its npm or PyPI package is installed.
 */
public final class ServerJsonDetector implements Detector {
  private static final Pattern NPM =
      Pattern.compile("(@[a-z0-9~-][a-z0-9._~-]{0,100}/)?[a-z0-9~-][a-z0-9._~-]{0,200}");
  private static final Pattern PYPI =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,100}[A-Za-z0-9])?");
  private static final Pattern VERSION = Pattern.compile("[0-9][A-Za-z0-9.+-]{0,100}");

  private final List<Detector> source;

  /** {@code source} are the detectors of what is built from source, in their order. */
  public ServerJsonDetector(List<Detector> source) {
    this.source = List.copyOf(source);
  }

  @Override
  public String looksFor() {
    return ServerJson.FILE;
  }

  @Override
  public Optional<Recipe> detect(Folder folder, Hints hints, Search search) {
    Optional<ServerJson> found = ServerJson.read(folder);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    ServerJson server = found.get();
    Optional<Recipe> built =
        source.stream().flatMap(d -> d.detect(folder, hints, new Search()).stream()).findFirst();
    if (built.isPresent()) {
      return built.map(recipe -> declare(server, recipe));
    }
    return published(server, search);
  }

  private static Recipe declare(ServerJson server, Recipe recipe) {
    return server.packages().stream()
        .findFirst()
        .map(first -> recipe.declaring(server.declaration(first.json()), recipe.detectedBy()))
        .orElse(recipe);
  }

  private static Optional<Recipe> published(ServerJson server, Search search) {
    Optional<Recipe> recipe =
        server.packages().stream().flatMap(p -> install(server, p).stream()).findFirst();
    if (recipe.isEmpty()) {
      search.miss(
          "server.json names no npm or PyPI package of a fixed version; for an image, add a"
              + " Dockerfile that starts from it");
    }
    return recipe;
  }

  private static Optional<Recipe> install(ServerJson server, Published published) {
    if (!VERSION.matcher(published.version()).matches()) {
      return Optional.empty();
    }
    String name = published.identifier();
    List<String> arguments = ServerJson.arguments(published.json());
    Optional<Recipe> recipe = Optional.empty();
    if (published.type().equals("npm") && NPM.matcher(name).matches()) {
      String requirement = name + "@" + published.version();
      recipe = Optional.of(NodeDetector.published(name, requirement, arguments));
    }
    if (published.type().equals("pypi") && PYPI.matcher(name).matches()) {
      String requirement = name + "==" + published.version();
      recipe = Optional.of(PythonDetector.published(name, requirement, arguments));
    }
    return recipe.map(
        found -> found.declaring(server.declaration(published.json()), ServerJson.FILE));
  }
}
