package dev.sigil.scanner.flow;

import dev.sigil.core.scan.FlowStep;
import java.util.List;

/** A call of what may be a function of the repository; compared by identity. */
final class CallSite {
  private final String name;
  private final String qualifier;
  private final String path;
  private final Value receiver;
  private final List<Value> arguments;
  private final boolean answers;
  private final FlowStep step;

  /**
   * @param qualifier the package (Go) or type that it is called on; empty when called by name
   *     alone, {@code ?} when the type is not known
   * @param path the file of the call
   * @param answers whether it gives back something else than its arguments, unless its code says
   *     otherwise
   */
  CallSite(
      String name,
      String qualifier,
      String path,
      Value receiver,
      List<Value> arguments,
      boolean answers,
      FlowStep step) {
    this.name = name;
    this.qualifier = qualifier;
    this.path = path;
    this.receiver = receiver;
    this.arguments = List.copyOf(arguments);
    this.answers = answers;
    this.step = step;
  }

  String name() {
    return name;
  }

  String qualifier() {
    return qualifier;
  }

  String path() {
    return path;
  }

  Value receiver() {
    return receiver;
  }

  List<Value> arguments() {
    return arguments;
  }

  boolean answers() {
    return answers;
  }

  FlowStep step() {
    return step;
  }
}
