package dev.sigil.scanner.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RulePackTest {
  @ParameterizedTest
  @MethodSource("packs")
  void shippedPack_isProvenAndSaysWhatItsYamlSays(Path yaml) throws Exception {
    byte[] proof = Files.readAllBytes(Path.of(yaml.toString().replaceAll("\\.yaml$", ".json")));
    String text = Files.readString(yaml);
    RulePack read = RulePack.of(text, proof);
    assertThat(read.proven()).isTrue();
    assertThat(read.source()).isEqualTo(text);
    assertThat(read.tree()).isEqualTo(RulePack.parse(text).tree());
  }

  @Test
  void proof_keepsWhatPatternsNeed() {
    byte[] proof = RulePack.parse("rules: [a]").proof(List.of("(?i)Secret\\s+keys?", "\\w+"));
    Map<String, Set<String>> keys =
        Map.of("(?i)Secret\\s+keys?", Set.of("secret key", "secret keys"));
    RulePack read = RulePack.of("rules: [a]", proof);
    assertThat(read.literals()).isEqualTo(keys);
    assertThat(read.starts()).isEqualTo(keys);
  }

  @Test
  void proofOfAnotherText_isNotTaken() {
    byte[] proof = RulePack.parse("rules: [a]").proof(List.of("secret"));
    RulePack read = RulePack.of("rules: [b]", proof);
    assertThat(read.proven()).isFalse();
    assertThat(read.literals()).isEmpty();
    assertThat(read.tree()).isEqualTo(Json.parse("{\"rules\": [\"b\"]}"));
  }

  @Test
  void packWithoutProof_isReadFromItsYaml() {
    RulePack read = RulePack.of("rules: [b]", null);
    assertThat(read.proven()).isFalse();
    assertThat(read.tree()).isEqualTo(Json.parse("{\"rules\": [\"b\"]}"));
  }

  static List<Path> packs() throws Exception {
    Path classes =
        Path.of(RulePack.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(classes)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }
}
