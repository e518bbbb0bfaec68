package dev.sigil.scanner.taint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which files of a server define the function that a call means. A name that was imported says
 * which; the name of a method says so when one file has it, or one is named like the receiver.
 * Answers take no longer where many files share a name; those say nothing. Used by one thread.
 */
final class Definitions {
  private static final int MOST_NAMED = 3;
  private static final int MOST_ALIKE = 3;
  private static final int MOST_DEFINERS = 64;
  private static final int SHORTEST_WORD = 4;
  private static final long MOST_WORK = 20_000_000;
  private static final Pattern WORDS = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+");

  private final Map<String, List<TaintFacts>> definers = new HashMap<>();
  private final Map<String, TaintFacts> exporters = new HashMap<>();
  private final Names python = new Names();
  private final Names script = new Names();
  private long work;

  /** Files by their names from the root, by what they may be called elsewhere, and by folder. */
  private record Names(
      Map<String, List<TaintFacts>> whole,
      Map<String, List<TaintFacts>> tails,
      Map<String, List<TaintFacts>> folders) {
    Names() {
      this(new HashMap<>(), new HashMap<>(), new HashMap<>());
    }

    void add(TaintFacts file) {
      put(whole, Modules.name(file.path()), file);
      put(folders, Modules.parent(file.path()), file);
      Modules.tails(file.path()).forEach(tail -> put(tails, tail, file));
    }
  }

  Definitions(List<TaintFacts> files) {
    for (TaintFacts file : files) {
      file.functions().keySet().forEach(name -> put(definers, name, file));
      if (file.functions().containsKey(file.exported())) {
        exporters.put(Modules.name(file.path()), file);
      }
      names(file).add(file);
    }
  }

  /** A function of a file. */
  record Target(TaintFacts file, String function) {}

  /** What {@code pass} in {@code file} hands its value to; empty when that cannot be told. */
  List<Target> of(TaintFacts file, TaintFacts.Pass pass) {
    String callee = pass.what().callee();
    if (pass.what().local()) {
      return List.of(new Target(file, pass.function()));
    }
    TaintFacts whole =
        pass.what().imported() ? exporters.get(Modules.whole(callee, file.path())) : null;
    if (whole != null) {
      return List.of(new Target(whole, whole.exported()));
    }
    List<TaintFacts> all = definers.getOrDefault(pass.function(), List.of());
    List<TaintFacts> found =
        all.isEmpty()
            ? all
            : pass.what().imported()
                ? named(file, callee, pass.function())
                : methods(file, callee, all);
    return found.stream().map(other -> new Target(other, pass.function())).toList();
  }

  /** Whether so much had to be looked at that later calls were not followed. */
  boolean isExhausted() {
    return work > MOST_WORK;
  }

  private List<TaintFacts> named(TaintFacts file, String callee, String function) {
    Names names = names(file);
    List<String> modules = Modules.around(callee, file.path());
    boolean relative = Modules.isRelative(callee);
    List<TaintFacts> found =
        among(relative ? names.whole() : names.tails(), modules, file, function);
    if (found.isEmpty() && relative) {
      // tools.commit may name tools/index.ts, which hands on tools/git.ts.
      found = among(names.folders(), modules, file, function);
    }
    return found.size() > MOST_NAMED ? List.of() : found;
  }

  private List<TaintFacts> among(
      Map<String, List<TaintFacts>> names, List<String> modules, TaintFacts file, String function) {
    List<TaintFacts> found = new ArrayList<>();
    for (String module : modules) {
      List<TaintFacts> files = names.getOrDefault(module, List.of());
      work += files.size();
      if (isExhausted() || found.size() > MOST_NAMED) {
        return found;
      }
      files.stream()
          .filter(other -> !isSame(other, file) && other.functions().containsKey(function))
          .filter(other -> found.stream().noneMatch(known -> isSame(known, other)))
          .limit(MOST_NAMED + 1L)
          .forEach(found::add);
    }
    return found;
  }

  private static List<TaintFacts> methods(TaintFacts file, String callee, List<TaintFacts> all) {
    if (all.size() > MOST_DEFINERS) {
      return List.of();
    }
    List<TaintFacts> others = all.stream().filter(other -> !isSame(other, file)).toList();
    return others.size() < 2 ? others : alike(others, callee);
  }

  /* gitClient.commit is in git/client.ts. */
  private static List<TaintFacts> alike(List<TaintFacts> files, String callee) {
    int dot = callee.lastIndexOf('.');
    List<String> words =
        WORDS
            .splitAsStream(dot < 0 ? "" : callee.substring(0, dot))
            .map(word -> word.toLowerCase(Locale.ROOT))
            .filter(word -> word.length() >= SHORTEST_WORD)
            .toList();
    List<TaintFacts> alike =
        files.stream()
            .filter(file -> words.stream().anyMatch(file.path().toLowerCase(Locale.ROOT)::contains))
            .toList();
    return alike.size() <= MOST_ALIKE ? alike : List.of();
  }

  private static boolean isSame(TaintFacts some, TaintFacts other) {
    return some.path().equals(other.path());
  }

  private Names names(TaintFacts file) {
    return Modules.isPython(file.path()) ? python : script;
  }

  private static void put(Map<String, List<TaintFacts>> map, String key, TaintFacts file) {
    map.computeIfAbsent(key, unused -> new ArrayList<>()).add(file);
  }
}
