package dev.sigil.functions.deploycompletion;

import dev.sigil.core.tool.ToolCatalogue;

/**
 * What a candidate said of itself.
 *
 * @param instructions for the model that uses the server; empty when there are none
 */
public record Answer(ToolCatalogue tools, String instructions) {}
