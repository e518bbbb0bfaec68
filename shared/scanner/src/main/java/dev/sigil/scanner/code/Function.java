package dev.sigil.scanner.code;

import java.util.List;

/**
 * A function, method, lambda with a block, or arrow function. Positions are token indexes.
 *
 * @param name as declared or assigned; empty when it has none
 * @param parameters names in order; those of a destructured parameter share its position
 * @param head where its declaration starts, decorators included
 * @param from first token of the body
 * @param to just after the last token of the body
 */
public record Function(String name, List<Parameter> parameters, int head, int from, int to) {
  public Function {
    parameters = List.copyOf(parameters);
  }

  /**
   * A name that the function binds.
   *
   * @param position of the argument it comes from; -1 for the receiver of a method in Go
   * @param type as declared, in one piece, annotations included; empty where none is
   */
  public record Parameter(String name, int position, String type) {
    public Parameter(String name, int position) {
      this(name, position, "");
    }
  }
}
