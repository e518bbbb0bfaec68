package dev.sigil.scanner.flow;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one file contributes.
 *
 * @param calls in the order of their evaluation: arguments only refer to earlier ones
 * @param fields what members are given, by type and name
 * @param registered names of functions that are registered as handlers
 * @param supertypes for each type, what it extends and implements
 * @param numeric whether members of this name are numbers or flags; false where one is not
 */
record FileFlows(
    String path,
    List<Unit> units,
    List<CallSite> calls,
    List<SinkUse> sinks,
    Map<String, Value> fields,
    Set<String> registered,
    Map<String, Set<String>> supertypes,
    Map<String, Boolean> numeric) {}
