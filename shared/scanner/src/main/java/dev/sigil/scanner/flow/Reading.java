package dev.sigil.scanner.flow;

import dev.sigil.core.scan.FlowStep;
import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import dev.sigil.scanner.detect.Place;
import dev.sigil.scanner.detect.ScannedFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is known while one file is read, and what was found in it so far. Used by one thread. */
final class Reading {
  private static final long MOST_WORK = 5_000_000;
  private static final int DEEPEST = 100;
  private static final int MOST_CALLS = 60_000;
  private static final int LONGEST_STEP = 200;

  private final ScannedFile file;
  private final Program program;
  private final FlowRules rules;
  private final FlowRules.Words words;
  private final Names names;
  private final Scope scope = new Scope();
  private final List<Unit> units = new ArrayList<>();
  private final List<CallSite> calls = new ArrayList<>();
  private final List<SinkUse> sinks = new ArrayList<>();
  private final Map<String, Value> fields = new HashMap<>();
  private final Set<String> registered = new HashSet<>();
  private final Map<Integer, FlowStep> steps = new HashMap<>();
  private Unit unit;
  private long work;
  private int depth;
  private boolean exhausted;

  Reading(ScannedFile file, Program program, FlowRules rules) {
    this.file = file;
    this.program = program;
    this.rules = rules;
    this.words = rules.words(program.dialect());
    this.names = Names.of(program, words);
    this.unit = new Unit("", "", path(), 0);
  }

  Program program() {
    return program;
  }

  Token token(int i) {
    return program.token(i);
  }

  boolean java() {
    return program.dialect() == Dialect.JAVA;
  }

  FlowRules rules() {
    return rules;
  }

  FlowRules.Words words() {
    return words;
  }

  Names names() {
    return names;
  }

  Scope scope() {
    return scope;
  }

  Unit unit() {
    return unit;
  }

  /** Makes {@code next} the function that is read and returns the one before. */
  Unit enter(Unit next) {
    Unit before = unit;
    unit = next;
    return before;
  }

  void add(Unit read) {
    units.add(read);
  }

  /** Whether the call was kept; a file may only make so many. */
  boolean add(CallSite call) {
    if (calls.size() >= MOST_CALLS) {
      exhausted = true;
      return false;
    }
    calls.add(call);
    return true;
  }

  void add(SinkUse use) {
    sinks.add(use);
  }

  void field(String name, Value value) {
    if (value.any()) {
      fields.merge(name, value, Value::or);
    }
  }

  void register(String function) {
    registered.add(function);
  }

  String path() {
    return file.location().path();
  }

  FlowStep step(int token) {
    int offset = token(token).start();
    int line = file.line(offset);
    FlowStep known = steps.get(line);
    if (known != null && !isLong(known)) {
      return known;
    }
    String text = file.lineText(offset).strip();
    String cut = text.length() > LONGEST_STEP ? text.substring(0, LONGEST_STEP) : text;
    FlowStep step = new FlowStep(path(), line, cut);
    steps.put(line, step);
    return step;
  }

  /* Of a long line each step may show another part. */
  private static boolean isLong(FlowStep step) {
    return step.text().length() >= LONGEST_STEP;
  }

  Place place(int token) {
    return Place.of(file, token(token).start());
  }

  /** Counts work in tokens; false when there was too much or it lies too deep. */
  boolean descend(int tokens) {
    work += Math.max(1, tokens);
    if (work > MOST_WORK || depth >= DEEPEST) {
      exhausted = true;
      return false;
    }
    depth++;
    return true;
  }

  /** Counts one step of work. */
  void spend() {
    work++;
    exhausted |= work > MOST_WORK;
  }

  void ascend() {
    depth--;
  }

  boolean exhausted() {
    return exhausted;
  }

  FileFlows result() {
    return new FileFlows(
        path(),
        List.copyOf(units),
        List.copyOf(calls),
        List.copyOf(sinks),
        Map.copyOf(fields),
        Set.copyOf(registered),
        names.supertypes(),
        names.numeric());
  }
}
