package dev.sigil.scanner.taint;

import dev.sigil.core.scan.FlowStep;
import dev.sigil.scanner.code.Function;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.detect.Place;
import dev.sigil.scanner.detect.ScannedFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What one file contributes to following values over the whole server.
 *
 * @param functions the names of each function's parameters, by position
 * @param exported the function that stands for the file where it is imported by name of its own;
 *     empty when there is none
 * @param sinks calls that a parameter reaches, if its callers control it
 * @param passes calls of functions that are given a controlled value or a parameter
 */
record TaintFacts(
    String path,
    boolean shipped,
    Map<String, List<Set<String>>> functions,
    String exported,
    List<Sink> sinks,
    List<Pass> passes) {

  TaintFacts {
    functions = Map.copyOf(functions);
    sinks = List.copyOf(sinks);
    passes = List.copyOf(passes);
  }

  /**
   * A sink that callers of this file may reach.
   *
   * @param reported whether it is worth a finding even when nobody is seen to reach it
   * @param steps from the parameter to the sink, in this file
   */
  record Sink(
      TaintRules.Sink rule, Taint taint, boolean reported, Place place, List<FlowStep> steps) {}

  /** A value handed to a function. */
  record Pass(Passes.Pass what, FlowStep step) {
    String function() {
      return what.callee().substring(what.callee().lastIndexOf('.') + 1);
    }
  }

  static TaintFacts of(
      ScannedFile file, Program program, Flow flow, Map<Integer, Map<TaintClass, Taint>> found) {
    List<Sink> sinks = new ArrayList<>();
    for (Flow.Exposed exposed : flow.exposed()) {
      int at = program.token(Math.max(0, exposed.open() - 1)).start();
      TaintClass kind = exposed.sink().kind();
      Taint known = found.getOrDefault(exposed.open(), Map.of()).getOrDefault(kind, Taint.NONE);
      if (!known.proven()) {
        List<FlowStep> steps = TaintDetector.steps(file, program, exposed.taint(), at);
        sinks.add(
            new Sink(exposed.sink(), exposed.taint(), known.any(), Place.of(file, at), steps));
      }
    }
    List<Pass> passes = new ArrayList<>();
    for (Passes.Pass pass : flow.passes()) {
      int at = program.token(pass.at()).start();
      passes.add(
          new Pass(
              pass,
              new FlowStep(file.location().path(), file.line(at), file.lineText(at).strip())));
    }
    return new TaintFacts(
        file.location().path(),
        file.location().shipped(),
        functions(program),
        exported(program),
        sinks,
        passes);
  }

  /** A file that only has functions, none of which does or calls anything of interest. */
  static TaintFacts of(ScannedFile file, Program program) {
    return new TaintFacts(
        file.location().path(),
        file.location().shipped(),
        functions(program),
        "",
        List.of(),
        List.of());
  }

  /** The position that a value takes in {@code function}; empty when it is no parameter of it. */
  OptionalInt position(String function, Pass pass) {
    List<Set<String>> names = functions.getOrDefault(function, List.of());
    String keyword = pass.what().keyword();
    for (int position = 0; position < names.size(); position++) {
      boolean meant =
          keyword.isEmpty()
              ? position == pass.what().position() && takes(names.get(position), pass)
              : names.get(position).contains(keyword);
      if (meant && !names.get(position).stream().allMatch(Entries::isContext)) {
        return OptionalInt.of(position);
      }
    }
    return OptionalInt.empty();
  }

  /* A parameter that is taken apart takes only what it names. */
  private static boolean takes(Set<String> names, Pass pass) {
    return names.size() < 2 || pass.what().part().isEmpty() || names.contains(pass.what().part());
  }

  /* export default [async] function name | export default name; */
  private static String exported(Program program) {
    for (int i = 0; i + 2 < program.size(); i++) {
      if (program.token(i).is("export") && program.token(i + 1).is("default")) {
        int at = i + 2;
        while (program.token(at).is("async") || program.token(at).is("function")) {
          at++;
        }
        return program.token(at).isName() ? program.token(at).text() : "";
      }
    }
    return "";
  }

  private static Map<String, List<Set<String>>> functions(Program program) {
    Map<String, List<Set<String>>> functions = new HashMap<>();
    for (Function function : program.functions()) {
      List<Set<String>> names = new ArrayList<>();
      for (Function.Parameter parameter : function.parameters()) {
        while (names.size() <= parameter.position()) {
          names.add(new HashSet<>());
        }
        names.get(parameter.position()).add(parameter.name());
      }
      functions.putIfAbsent(function.name(), names);
    }
    functions.remove("");
    return functions;
  }
}
