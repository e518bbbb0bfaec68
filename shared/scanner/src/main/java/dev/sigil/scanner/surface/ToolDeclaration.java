package dev.sigil.scanner.surface;

/**
 * A tool as a file declares it. Positions are token indexes.
 *
 * @param description as a model reads it; empty when it has none or it is not constant
 * @param readOnly whether its annotations promise that it changes nothing
 * @param parameters everything else that the declaration says, in one line
 * @param token where it is declared
 * @param from first token of its handler; -1 when this file has none
 * @param to just after the last token of its handler
 */
public record ToolDeclaration(
    String name,
    String description,
    boolean readOnly,
    String parameters,
    int token,
    int from,
    int to) {}
