package dev.sigil.functions.deploycompletion;

import dev.sigil.core.scan.ServedText;
import dev.sigil.core.tool.ToolCatalogue;
import java.util.List;

/**
 * What a candidate said of itself.
 *
 * @param texts what else a model reads of it: instructions, prompts, resources
 */
public record Answer(ToolCatalogue tools, List<ServedText> texts) {
  public Answer {
    texts = List.copyOf(texts);
  }

  /** An answer of a server without prompts and resources. */
  public static Answer of(ToolCatalogue tools, String instructions) {
    return new Answer(
        tools,
        instructions.isEmpty()
            ? List.of()
            : List.of(new ServedText(ServedText.INSTRUCTIONS, instructions)));
  }
}
