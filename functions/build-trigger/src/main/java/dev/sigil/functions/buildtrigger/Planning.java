package dev.sigil.functions.buildtrigger;

import dev.sigil.core.build.BuildPlan;
import dev.sigil.core.source.SourceTree;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What the trigger needs of a planner. Pure and thread-safe. */
public interface Planning {
  /**
   * The plan of the server in {@code folder}.
   *
   * @throws dev.sigil.core.SigilException when there is none, or its manifest is wrong
   */
  BuildPlan plan(SourceTree tree, String folder);

  /** The text of the Dockerfile that follows a plan. */
  String dockerfile(BuildPlan plan);

  static Planning of(
      BiFunction<SourceTree, String, BuildPlan> planner, Function<BuildPlan, String> renderer) {
    return new Planning() {
      @Override
      public BuildPlan plan(SourceTree tree, String folder) {
        return planner.apply(tree, folder);
      }

      @Override
      public String dockerfile(BuildPlan plan) {
        return renderer.apply(plan);
      }
    };
  }
}
