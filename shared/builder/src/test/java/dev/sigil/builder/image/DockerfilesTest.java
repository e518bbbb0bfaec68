package dev.sigil.builder.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.builder.manifest.Runtimes;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.build.BuildPlan;
import dev.sigil.core.build.BuildStep;
import dev.sigil.core.build.Language;
import dev.sigil.core.build.Scaling;
import dev.sigil.core.build.SecretRequirement;
import dev.sigil.core.build.Tier;
import dev.sigil.core.build.Transport;
import dev.sigil.core.build.Visibility;
import dev.sigil.core.json.Json;
import dev.sigil.core.secret.SecretName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerfilesTest {
  private static final Dockerfiles DOCKERFILES =
      new Dockerfiles(BaseImages.standard(), "sigil/bridge:0.1.0");

  /** Any text stays one JSON word of the one line it belongs to. */
  @Property(tries = 300)
  void render_hostileWords_stayWords(
      @ForAll @NotEmpty @Size(max = 4) List<@NotEmpty String> step,
      @ForAll @NotEmpty @Size(max = 4) List<@NotEmpty String> start) {
    List<String> hostile = new ArrayList<>(start);
    hostile.addAll(
        List.of("\nRUN evil", "\r\n", "$HOME ${PORT}", "\\", "\"]\nUSER root", "<<EOF", "a <<EOF"));
    BuildPlan harmless = plan(Language.NODE, "", List.of("make"), List.of("run"), Transport.HTTP);
    BuildPlan plan = plan(Language.NODE, "", step, hostile, Transport.HTTP);
    String text = DOCKERFILES.render(plan);
    assertThat(text.split("\n")).hasSameSizeAs(DOCKERFILES.render(harmless).split("\n"));
    assertThat(text).doesNotContain("\r").doesNotContain("<<");
    assertThat(words(text, "RUN", 0)).isEqualTo(step);
    assertThat(words(text, "ENTRYPOINT", 0)).isEqualTo(hostile);
  }

  private static List<String> words(String text, String instruction, int index) {
    String line =
        text.lines()
            .filter(l -> l.startsWith(instruction + " "))
            .skip(index)
            .findFirst()
            .orElseThrow();
    List<String> words = new ArrayList<>();
    for (JsonNode word : Json.parse(line.substring(instruction.length()))) {
      words.add(word.asText());
    }
    return words;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a$HOME", "a*b", "a\"b", "a'b", "a[b]", "a ", "a#{x}", "a`id`", "a\u2028b"})
  void render_hostileFolder_isRefused(String folder) {
    BuildPlan plan = plan(Language.NODE, folder, List.of("make"), List.of("run"), Transport.HTTP);
    assertThatThrownBy(() -> DOCKERFILES.render(plan))
        .isInstanceOfSatisfying(
            SigilException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_UNSAFE));
  }

  @ParameterizedTest
  @EnumSource(value = Language.class, names = "CONTAINER", mode = EnumSource.Mode.EXCLUDE)
  void render_everyLanguage(Language language) {
    String text =
        DOCKERFILES.render(plan(language, "", List.of("make"), List.of("run"), Transport.STDIO));
    assertThat(text)
        .contains("USER 10001:10001")
        .contains("HEALTHCHECK")
        .contains("sigil-bridge.jar")
        .doesNotContain("API_TOKEN")
        .doesNotContain("info");
    assertThat(text.lines().filter(line -> line.startsWith("ENTRYPOINT [\""))).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Tier.class)
  void memory_leavesRoomBesideTheHeap(Tier tier) {
    BuildPlan plan =
        plan(Language.NODE, "", List.of("make"), List.of("run"), Transport.STDIO, tier);
    String option = Memory.environment(plan).getOrDefault("NODE_OPTIONS", "");
    int heap = Integer.parseInt(option.substring(option.indexOf('=') + 1));
    assertThat(heap + Memory.BRIDGE_HEAP_MIB)
        .isBetween(tier.memoryMiB() / 2, tier.memoryMiB() * 9 / 10);
  }

  @ParameterizedTest
  @EnumSource(value = Language.class, names = "CONTAINER", mode = EnumSource.Mode.EXCLUDE)
  void images_coverEveryVersion(Language language) {
    BuildPlan plan = plan(language, "", List.of("make"), List.of("run"), Transport.HTTP);
    assertThat(Runtimes.versions(language))
        .contains(Runtimes.defaultVersion(language))
        .allSatisfy(
            version -> assertThat(BaseImages.standard().of(plan, version).run()).contains(":"));
  }

  @Test
  void images_withADigest_arePinnedByIt() {
    String digest = "sha256:" + "a".repeat(64);
    Map<String, String> digests = Map.of("node:24-bookworm-slim", digest);
    BaseImages images = new BaseImages(digests, BaseImages.standard().images());
    BuildPlan plan = plan(Language.NODE, "", List.of("make"), List.of("run"), Transport.HTTP);
    assertThat(new Dockerfiles(images, "bridge:1").render(plan))
        .contains("FROM node:24-bookworm-slim@" + digest + "\n");
  }

  private static BuildPlan plan(
      Language language,
      String folder,
      List<String> step,
      List<String> start,
      Transport transport) {
    return plan(language, folder, step, start, transport, Tier.SMALL);
  }

  private static BuildPlan plan(
      Language language,
      String folder,
      List<String> step,
      List<String> start,
      Transport transport,
      Tier tier) {
    return new BuildPlan(
        "weather",
        "1.0.0",
        "",
        language,
        "",
        folder,
        List.of(new BuildStep("Build", step, List.of())),
        start,
        transport,
        "/mcp",
        null,
        new TreeMap<>(Map.of("LOG_LEVEL", "info")),
        List.of(new SecretRequirement(new SecretName("API_TOKEN"), "", true)),
        tier,
        Scaling.DEFAULT,
        Visibility.PUBLIC,
        "mcp.yaml",
        List.of());
  }
}
