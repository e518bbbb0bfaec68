package dev.sigil.functions.allinone.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Each rule holds for the house and fails for the classes under {@code wrong}, which break every
 * arrow once: a rule that guards a package nobody uses would pass silently otherwise.
 */
final class ArchitectureTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.sigil");
  private static final JavaClasses WRONG = new ClassFileImporter().importPackages("wrong");

  static final Set<String> NAMES = new Architecture("dev.sigil").rules().keySet();

  @ParameterizedTest
  @FieldSource("NAMES")
  void rule_holdsForTheHouse(String name) {
    rule("dev.sigil", name).check(HOUSE);
  }

  @ParameterizedTest
  @FieldSource("NAMES")
  void rule_bitesWhereItIsBroken(String name) {
    assertThat(rule("wrong", name).evaluate(WRONG).hasViolation()).isTrue();
  }

  @Test
  void modules_areAllGuarded() {
    Map<String, ArchRule> rules = new Architecture("dev.sigil").rules();
    assertThat(HOUSE.stream().map(c -> module(c.getPackageName())).distinct())
        .allSatisfy(
            module ->
                assertThat(rules.values())
                    .anySatisfy(
                        rule ->
                            assertThat(rule.getDescription())
                                .contains("dev.sigil." + module + "..")))
        .contains("core", "functions.gateway");
  }

  private static ArchRule rule(String root, String name) {
    return Objects.requireNonNull(new Architecture(root).rules().get(name));
  }

  private static String module(String packageName) {
    String[] parts = packageName.substring("dev.sigil.".length()).split("\\.", -1);
    boolean function = parts[0].equals("functions");
    String module = function ? "functions." + parts[1] : parts[0];
    return module.equals("functions.allinone") ? "core" : module;
  }
}
