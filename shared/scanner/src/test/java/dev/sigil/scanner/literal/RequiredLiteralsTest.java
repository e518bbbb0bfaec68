package dev.sigil.scanner.literal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequiredLiteralsTest {
  @Test
  void choices_areAllNeeded() {
    assertThat(RequiredLiterals.of("\\byou\\s+(must|Should)\\s+\\w+"))
        .get()
        .satisfies(
            found -> assertThat(found).containsExactlyInAnyOrder("you must ", "you should "));
  }

  @Test
  void whatMayBeLeftOut_isNotNeeded() {
    assertThat(RequiredLiterals.of("(secret )?keys?|(?:pass){2,}word"))
        .get()
        .satisfies(
            found ->
                assertThat(found)
                    .containsExactlyInAnyOrder("secret keys", "secret key", "keys", "key", "pass"));
  }

  @Test
  void looksAround_needNothing() {
    assertThat(RequiredLiterals.of("(?<!un)(?=safe)(?i)token(?!s)"))
        .get()
        .satisfies(found -> assertThat(found).containsExactly("token"));
  }

  @Test
  void property_mayBeAnyCharacter() {
    assertThat(RequiredLiterals.of("\\p{L}+token[\\p{N}x]\\pL"))
        .get()
        .satisfies(found -> assertThat(found).containsExactly("token"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\w+",
        "a|token",
        "(token)*",
        "[a-z]{4}",
        "(?<name>token)",
        "\\p{L}{4}",
        "[^\\p{L}]token",
        "(token",
        "[]a]b"
      })
  void whatIsNotCertain_isNotClaimed(String regex) {
    assertThat(RequiredLiterals.of(regex)).isEmpty();
  }
}
