package dev.sigil.scanner.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says which functions of the repository a call may run. A call on an object of unknown type is
 * only linked where one function alone could be meant.
 */
final class Linker {
  private static final int MOST_GUESSED = 1;
  private static final int SHORT = 3;
  private static final int MOST_TARGETS = 8;

  private final Map<String, List<Unit>> byName = new HashMap<>();
  private final Map<String, Set<String>> supertypes = new HashMap<>();

  Linker(List<FileFlows> files) {
    for (FileFlows file : files) {
      for (Unit unit : file.units()) {
        if (!unit.name().isEmpty()) {
          byName.computeIfAbsent(unit.name(), key -> new ArrayList<>()).add(unit);
        }
      }
      file.supertypes()
          .forEach(
              (type, above) ->
                  supertypes.computeIfAbsent(type, key -> new HashSet<>()).addAll(above));
    }
  }

  List<Unit> targets(CallSite call) {
    String name = call.name().startsWith("new ") ? call.name().substring(4) : call.name();
    List<Unit> named =
        byName.getOrDefault(name, List.of()).stream()
            .filter(unit -> takes(unit, call) && sameLanguage(unit, call))
            .toList();
    if (named.isEmpty()) {
      return named;
    }
    String qualifier = call.qualifier();
    List<Unit> found =
        named.stream()
            .filter(unit -> qualifier.isEmpty() ? near(unit, call) : belongs(unit, qualifier))
            .limit(MOST_TARGETS)
            .toList();
    boolean telling = !call.arguments().isEmpty() && name.length() > SHORT;
    boolean guessed =
        found.isEmpty() && telling && !isForeign(qualifier) && named.size() <= MOST_GUESSED;
    return guessed ? named : found;
  }

  /* A package or a type of another package that has none of this name. */
  private static boolean isForeign(String qualifier) {
    return qualifier.contains(".") || qualifier.contains("/");
  }

  private static boolean takes(Unit unit, CallSite call) {
    int given = call.arguments().size();
    return unit.parameters() == given
        || (unit.parameters() > 0 && unit.parameters() - 1 <= given && go(call));
  }

  private static boolean go(CallSite call) {
    return call.path().endsWith(".go");
  }

  private static boolean sameLanguage(Unit unit, CallSite call) {
    return unit.path().endsWith(".go") == go(call);
  }

  private static boolean near(Unit unit, CallSite call) {
    String directory = call.path().substring(0, Math.max(0, call.path().lastIndexOf('/')));
    return go(call)
        ? unit.owner().isEmpty() && unit.directory().equals(directory)
        : unit.path().equals(call.path()) || call.name().startsWith("new ");
  }

  private boolean belongs(Unit unit, String qualifier) {
    String last = qualifier.substring(qualifier.lastIndexOf('.') + 1);
    if (unit.owner().isEmpty()) {
      String directory = unit.directory();
      return directory.equals(qualifier) || directory.endsWith("/" + qualifier);
    }
    return unit.owner().equals(last)
        || supertypes.getOrDefault(unit.owner(), Set.of()).contains(last);
  }
}
