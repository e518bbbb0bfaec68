package dev.sigil.scanner.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Joins the files of a server. First each function is summed up by what it returns of what it is
 * given, so that a call gives back only what that very call was given; then what the outside
 * controls is carried down into what is called. Both stop after a fixed number of rounds.
 */
final class ServerFlows {
  private static final int ROUNDS = 6;
  private static final int ROUNDS_DOWN = 10;
  private static final int MOST_INCOMING = 6;

  private final List<FileFlows> files;
  private final Linker linker;
  private final List<Link> links = new ArrayList<>();
  private final Map<CallSite, Value> results = new HashMap<>();
  private final Map<Unit, Value> summaries = new HashMap<>();
  private final Map<Origin, List<Part>> incoming = new LinkedHashMap<>();
  private final Set<Unit> called = new HashSet<>();

  /* A call and the functions that it may run. */
  private record Call(CallSite site, List<Unit> targets) {
    boolean isOpen() {
      return !targets.isEmpty()
          || (!site.answers()
              && (site.receiver().isMade() || site.arguments().stream().anyMatch(Value::isMade)));
    }
  }

  /**
   * One file.
   *
   * @param open the calls whose results other functions can change
   * @param made the functions that return what calls have returned
   * @param linked the calls of functions of the repository
   */
  private record Link(FileFlows file, List<Call> open, List<Unit> made, List<Call> linked) {}

  ServerFlows(List<FileFlows> files) {
    this.files = files;
    this.linker = new Linker(files);
  }

  void solve() {
    boolean changed = link();
    for (int round = 1; round < ROUNDS && changed; round++) {
      changed = summarize();
    }
    seed();
    int left = ROUNDS_DOWN;
    while (left > 0 && descend()) {
      left--;
    }
  }

  /** Whether a function of the repository calls this one. */
  boolean isCalled(Unit unit) {
    return called.contains(unit);
  }

  /** What the outside controls of {@code value}. */
  List<Part> controlled(Value value) {
    List<Part> found = new ArrayList<>();
    for (Part part : expand(value).parts()) {
      found.addAll(resolve(part));
    }
    return found;
  }

  /** {@code value} by parameters and members alone. */
  Value expand(Value value) {
    Value all = Value.NONE;
    for (Part part : value.parts()) {
      if (part.origin() instanceof Origin.Result made) {
        Value result = results.getOrDefault(made.call(), Value.NONE);
        all = all.or(result.map(part::after).about(0));
      } else {
        all = all.or(Value.of(part));
      }
    }
    return all;
  }

  /* The first round; later ones look again only at what others can change. */
  private boolean link() {
    boolean changed = false;
    for (FileFlows file : files) {
      List<Call> open = new ArrayList<>();
      List<Unit> made = new ArrayList<>();
      List<Call> linked = new ArrayList<>();
      for (CallSite site : file.calls()) {
        Call call = new Call(site, linker.targets(site));
        called.addAll(call.targets());
        results.put(site, returned(site, call.targets()));
        if (call.isOpen()) {
          open.add(call);
        }
        if (!call.targets().isEmpty()) {
          linked.add(call);
        }
      }
      for (Unit unit : file.units()) {
        summaries.put(unit, expand(unit.returned()));
        changed = true;
        if (unit.returned().isMade()) {
          made.add(unit);
        }
      }
      links.add(new Link(file, open, made, linked));
    }
    return changed;
  }

  private boolean summarize() {
    boolean changed = false;
    for (Link link : links) {
      for (Call call : link.open()) {
        results.put(call.site(), returned(call.site(), call.targets()));
      }
      for (Unit unit : link.made()) {
        Value now = expand(unit.returned());
        Value before = summaries.put(unit, now);
        changed |= !now.equals(before);
      }
    }
    return changed;
  }

  private Value returned(CallSite call, List<Unit> found) {
    Value all = Value.NONE;
    if (found.isEmpty() && call.answers()) {
      return Value.NONE;
    }
    if (found.isEmpty()) {
      all = expand(call.receiver());
      for (Value argument : call.arguments()) {
        all = all.or(expand(argument));
      }
      return all.about(0);
    }
    for (Unit unit : found) {
      for (Part part : summaries.getOrDefault(unit, Value.NONE).parts()) {
        boolean own = part.origin() instanceof Origin.Parameter given && given.unit() == unit;
        all = all.or(own ? passed(call, part).map(part::after) : Value.of(part));
      }
    }
    return all;
  }

  private Value passed(CallSite call, Part part) {
    int position = ((Origin.Parameter) part.origin()).position();
    return position < 0 ? expand(call.receiver()) : argument(call, position);
  }

  private Value argument(CallSite call, int position) {
    List<Value> arguments = call.arguments();
    return position < arguments.size() ? expand(arguments.get(position)) : Value.NONE;
  }

  private void seed() {
    Set<String> registered = new HashSet<>();
    files.forEach(file -> registered.addAll(file.registered()));
    registered.remove("");
    for (FileFlows file : files) {
      for (Unit unit : file.units()) {
        boolean handler = !unit.isDecided() && registered.contains(unit.name());
        for (int position = 0; position < unit.parameters(); position++) {
          if (handler || unit.controlled().contains(position)) {
            Part outside = Part.of(new Origin.Outside(unit, unit.name(position)));
            add(new Origin.Parameter(unit, position), outside);
          }
        }
      }
    }
  }

  private boolean descend() {
    boolean changed = false;
    for (Link link : links) {
      for (Call call : link.linked()) {
        for (Unit unit : call.targets()) {
          for (int position = 0; position < unit.parameters(); position++) {
            Origin parameter = new Origin.Parameter(unit, position);
            for (Part part : controlled(argument(call.site(), position))) {
              changed |= add(parameter, part.passing(call.site().step()));
            }
          }
        }
      }
      for (Map.Entry<String, Value> field : link.file().fields().entrySet()) {
        for (Part part : controlled(field.getValue())) {
          changed |= add(new Origin.Field(field.getKey()), part);
        }
      }
    }
    return changed;
  }

  private List<Part> resolve(Part part) {
    if (part.origin() instanceof Origin.Outside) {
      return List.of(part);
    }
    return incoming.getOrDefault(part.origin(), List.of()).stream()
        .map(part::after)
        .filter(Part::dangerous)
        .toList();
  }

  private boolean add(Origin origin, Part part) {
    List<Part> known = incoming.computeIfAbsent(origin, key -> new ArrayList<>());
    for (int i = 0; i < known.size(); i++) {
      Part old = known.get(i);
      if (old.sameAs(part)) {
        known.set(i, old.marked(old.marks() | part.marks()));
        return known.get(i).marks() != old.marks();
      }
    }
    return known.size() < MOST_INCOMING && known.add(part);
  }

  /** Which members are numbers or flags wherever they are declared. */
  Map<String, Boolean> numeric() {
    Map<String, Boolean> all = new HashMap<>();
    files.forEach(
        file -> file.numeric().forEach((name, is) -> all.merge(name, is, Boolean::logicalAnd)));
    return all;
  }
}
