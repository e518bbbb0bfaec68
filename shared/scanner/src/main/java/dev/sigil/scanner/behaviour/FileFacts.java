package dev.sigil.scanner.behaviour;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import dev.sigil.scanner.detect.Place;
import dev.sigil.scanner.detect.ScannedFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one file contributes to the judgement over the whole server.
 *
 * @param exports what each named function does, with all of this file that it calls
 * @param results what each named function returns
 * @param pending places that are given the results of other files' functions
 * @param tools the tools declared here
 * @param handled names that are told apart where tools are called
 */
record FileFacts(
    boolean shipped,
    String path,
    Set<Capability> capabilities,
    Set<String> hosts,
    Set<String> recipients,
    Map<String, Set<Capability>> exports,
    Map<String, Mark> results,
    List<Pending> pending,
    List<ToolFacts> tools,
    Map<String, Place> handled) {

  /** A call that is given what functions of other files return. */
  record Pending(Set<Capability> capabilities, Mark mark, Place place) {}

  static FileFacts of(ScannedFile file, Program program, Behaviour behaviour) {
    Set<Capability> capabilities = new TreeSet<>();
    List<Pending> pending = new ArrayList<>();
    for (Use use : behaviour.uses()) {
      capabilities.addAll(use.capabilities());
      if (!use.mark().foreign().isEmpty()) {
        Place place = Place.of(file, program.token(use.token()).start());
        pending.add(new Pending(use.capabilities(), use.mark(), place));
      }
    }
    Map<String, Set<Capability>> exports = new HashMap<>();
    Units units = behaviour.units();
    for (int unit = 1; unit < units.count(); unit++) {
      if (!units.name(unit).isEmpty() && units.named(units.name(unit)) == unit) {
        exports.put(units.name(unit), behaviour.reached(unit));
      }
    }
    Set<String> hosts = new TreeSet<>();
    for (int i = 0; i < program.size(); i++) {
      Token token = program.token(i);
      if (token.isText() && Hosts.foreign(token.text())) {
        Hosts.of(token.text()).ifPresent(hosts::add);
      }
    }
    Tools tools = new Tools(file, program, behaviour);
    return new FileFacts(
        file.location().shipped(),
        file.location().path(),
        capabilities,
        hosts,
        new TreeSet<>(HiddenCopies.recipients(program).values()),
        exports,
        Map.copyOf(behaviour.marks().results()),
        pending,
        tools.find(),
        tools.handled());
  }
}
