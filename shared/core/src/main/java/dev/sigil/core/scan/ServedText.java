package dev.sigil.core.scan;

/**
 * A text that a running server hands to a model beside its tools: instructions, prompts, resources.
 *
 * @param place the request that it answers, and the name of what it belongs to after a slash
 */
public record ServedText(String place, String text) {
  /** The place of what the server tells the model on {@code initialize}. */
  public static final String INSTRUCTIONS = "initialize/instructions";
}
