package dev.sigil.builder.detect.node;

import dev.sigil.builder.command.PlainCommand;
import dev.sigil.builder.detect.Folder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The command that starts a package, in this order: its {@code start} script, its {@code bin}, its
 * {@code main}, a file by a usual name, the only dependency of a package without code.
 *
 * @param needsDevDependencies when the program comes from one of them
 */
record NodeStart(
    List<String> command,
    SortedMap<String, String> environment,
    boolean needsDevDependencies,
    List<String> notes) {
  private static final Pattern AND = Pattern.compile("\\s*&&\\s*");
  private static final Set<String> BUILDS =
      Set.of("npm run build", "pnpm run build", "pnpm build", "yarn build", "yarn run build");
  private static final Set<String> ON_THE_PATH = Set.of("node", "npm", "npx");
  private static final List<String> USUAL_FILES =
      List.of("index.js", "server.js", "dist/index.js", "build/index.js", "src/index.js");
  private static final Pattern PACKAGE =
      Pattern.compile("((?:@[a-z0-9._~-]+/)?[a-z0-9._~-]+)(?:@[A-Za-z0-9.^~*-]+)?");

  static Optional<NodeStart> find(Folder folder, PackageJson json, Workspace workspace) {
    PackageLock lock = workspace.lock();
    if (json.hasScript("start")) {
      return Optional.of(new Script(json, lock, workspace.isMember()).start());
    }
    return entry(folder, json)
        .map(file -> plain(List.of("node", file)))
        .or(() -> dependency(folder, json, lock));
  }

  private static NodeStart plain(List<String> command) {
    return new NodeStart(command, new TreeMap<>(), false, List.of());
  }

  private static Optional<String> entry(Folder folder, PackageJson json) {
    List<String> candidates = new ArrayList<>();
    Optional.ofNullable(json.bin().get(PackageJson.unscoped(json.name())))
        .ifPresent(candidates::add);
    candidates.addAll(json.bin().values());
    candidates.add(json.main());
    boolean builds = json.hasScript("build") || json.hasScript("prepare");
    return candidates.stream()
        .map(file -> file.replaceAll("^\\./", ""))
        .filter(file -> !file.isEmpty() && (builds || folder.has(file)))
        .findFirst()
        .or(() -> USUAL_FILES.stream().filter(folder::has).findFirst());
  }

  /* A repository that only names a published server. */
  private static Optional<NodeStart> dependency(Folder folder, PackageJson json, PackageLock lock) {
    boolean hasCode = folder.files().stream().anyMatch(file -> file.matches(".*\\.[cm]?[jt]sx?"));
    return hasCode || json.dependencies().size() != 1
        ? Optional.empty()
        : Optional.of(installed(json.dependencies().firstKey(), List.of(), lock));
  }

  /** Starts an installed package's own program. */
  static NodeStart installed(String name, List<String> arguments, PackageLock lock) {
    List<String> command = new ArrayList<>();
    Optional<String> file = lock.executable(name);
    if (file.isPresent()) {
      command.addAll(List.of("node", file.get()));
    } else {
      command.addAll(List.of("npm", "exec", "--offline", "--", name));
    }
    command.addAll(arguments);
    List<String> notes =
        file.isPresent()
            ? List.of()
            : List.of(
                "Commit a package-lock.json: the server then starts without npm in between,"
                    + " faster and in less memory.");
    return new NodeStart(command, new TreeMap<>(), false, notes);
  }

  /** A start script, which npm would give to a shell. */
  private record Script(PackageJson json, PackageLock lock, boolean member) {
    NodeStart start() {
      return PlainCommand.parse(withoutBuild(json.script("start").strip()))
          .flatMap(this::direct)
          .orElseGet(this::throughNpm);
    }

    /* The build has run by then, so `npm run build && node x` is `node x`. */
    private String withoutBuild(String script) {
      List<String> parts = new ArrayList<>(List.of(AND.split(script)));
      while (parts.size() > 1
          && (BUILDS.contains(parts.getFirst())
              || parts.getFirst().equals(json.script("build").strip()))) {
        parts.removeFirst();
      }
      return String.join(" && ", parts);
    }

    private Optional<NodeStart> direct(PlainCommand command) {
      List<String> words = new ArrayList<>(command.words());
      String program = words.getFirst();
      if (program.equals("cross-env")) {
        return crossEnv(words.subList(1, words.size()))
            .flatMap(this::direct)
            .map(start -> start.with(command.environment()));
      }
      if (program.equals("npx")) {
        return npx(words.subList(1, words.size())).map(start -> start.with(command.environment()));
      }
      boolean local = !ON_THE_PATH.contains(program) && !program.contains("/");
      if (local && member) {
        return Optional.empty();
      }
      if (local) {
        words.set(0, "node_modules/.bin/" + program);
      }
      boolean dev =
          json.devDependencies().containsKey(program) && !json.dependencies().containsKey(program);
      return Optional.of(new NodeStart(words, command.environment(), local && dev, List.of()));
    }

    /* cross-env sets variables as a shell does, for Windows. */
    private static Optional<PlainCommand> crossEnv(List<String> words) {
      SortedMap<String, String> environment = new TreeMap<>();
      int first = 0;
      while (first < words.size() && words.get(first).matches("[A-Za-z_][A-Za-z0-9_]*=.*")) {
        String word = words.get(first++);
        environment.put(
            word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
      }
      return first == words.size()
          ? Optional.empty()
          : Optional.of(new PlainCommand(environment, words.subList(first, words.size())));
    }

    private Optional<NodeStart> npx(List<String> words) {
      List<String> rest = words.stream().dropWhile(word -> word.startsWith("-")).toList();
      if (rest.isEmpty() || !PACKAGE.matcher(rest.getFirst()).matches()) {
        return Optional.empty();
      }
      String name = PACKAGE.matcher(rest.getFirst()).replaceFirst("$1");
      return json.dependencies().containsKey(name)
          ? Optional.of(installed(name, rest.subList(1, rest.size()), lock))
          : Optional.empty();
    }

    private NodeStart throughNpm() {
      return new NodeStart(
          List.of("npm", "run", "--silent", "start"),
          new TreeMap<>(),
          true,
          List.of(
              "The start script needs a shell, so npm runs it. A plain command such as"
                  + " \"node dist/index.js\" starts faster and in less memory."));
    }
  }

  private NodeStart with(SortedMap<String, String> more) {
    SortedMap<String, String> all = new TreeMap<>(environment);
    all.putAll(more);
    return new NodeStart(command, all, needsDevDependencies, notes);
  }
}
