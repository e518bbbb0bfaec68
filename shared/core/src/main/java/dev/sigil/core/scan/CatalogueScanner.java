package dev.sigil.core.scan;

import dev.sigil.core.tool.ToolCatalogue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges what a running server answers of itself, by the rules that judge its source: what a model
 * reads is the answer. Deterministic and thread-safe.
 */
@FunctionalInterface
public interface CatalogueScanner {
  /** The path that findings about an answer carry, with a slash and the tool's name after it. */
  String PLACE = "tools/list";

  /**
   * What is wrong with an answer; the effects are proposals that a policy may change.
   *
   * @param texts what else a model reads of the server
   * @param live what the release answered that serves now; null when there is none to compare with
   * @param source what the source declares
   */
  List<Finding> scan(
      ToolCatalogue answered,
      List<ServedText> texts,
      @Nullable ToolCatalogue live,
      ServerProfile source);
}
