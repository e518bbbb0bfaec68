package dev.sigil.scanner.taint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SummariesTest {
  private static final Taint CONTROLLED = Taint.of("command", true, 1);

  private final Summaries summaries = new Summaries();

  @Test
  void readingThatAskedNothing_isSettled() {
    summaries.returns("helper", CONTROLLED);
    summaries.give("helper", 0, CONTROLLED);

    assertThat(summaries.isSettled()).isTrue();
  }

  @Test
  void resultThatWasAskedForBeforeItWasKnown_isNotSettled() {
    assertThat(summaries.result("helper")).isEmpty();
    summaries.returns("helper", Taint.NONE);

    assertThat(summaries.isSettled()).isFalse();
    summaries.reread();
    assertThat(summaries.result("helper")).contains(Taint.NONE);
    assertThat(summaries.isSettled()).isTrue();
  }

  @Test
  void argumentThatIsGivenAfterTheFunctionWasRead_isNotSettled() {
    assertThat(summaries.given("helper")).isEmpty();
    summaries.give("helper", 0, CONTROLLED);

    assertThat(summaries.isSettled()).isFalse();
    summaries.reread();
    assertThat(summaries.given("helper")).containsEntry(0, CONTROLLED);
    summaries.give("helper", 0, CONTROLLED);
    assertThat(summaries.isSettled()).isTrue();
  }

  @Test
  void twoAnswersToOneQuestion_areNotSettled() {
    summaries.given("helper");
    summaries.give("helper", 0, CONTROLLED);
    summaries.given("helper");

    assertThat(summaries.isSettled()).isFalse();
  }
}
