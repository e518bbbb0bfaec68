package dev.sigil.builder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.builder.image.BaseImages;
import dev.sigil.builder.image.Dockerfiles;
import dev.sigil.core.build.BuildPlan;
import dev.sigil.core.json.Json;
import dev.sigil.testkit.golden.GoldenFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every directory of examples/ against the plan and the Dockerfile kept beside it. */
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("examples");
  private static final String EXPECTED = "expected";

  static List<String> examples() throws IOException {
    try (Stream<Path> folders = Files.list(EXAMPLES)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void plan_isAsExpected(String example) {
    BuildPlan plan = plan(example);
    golden(example, "plan.json").check(Json.pretty(plan) + "\n");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void dockerfile_isAsExpected(String example) {
    Dockerfiles dockerfiles = new Dockerfiles(BaseImages.standard(), "sigil/bridge:0.1.0");
    golden(example, "Dockerfile").check(dockerfiles.render(plan(example)));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void plan_readsBackFromJson(String example) {
    BuildPlan plan = plan(example);
    assertThat(Json.read(Json.write(plan), BuildPlan.class)).isEqualTo(plan);
  }

  private static BuildPlan plan(String example) {
    return new Planner().plan(MemoryTree.read(EXAMPLES.resolve(example), EXPECTED), "");
  }

  private static GoldenFile golden(String example, String file) {
    return new GoldenFile(
        EXAMPLES.resolve(example).resolve(EXPECTED).resolve(file), "shared/builder");
  }
}
