package dev.sigil.testkit.codehost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.codehost.CoveredRepositories;
import dev.sigil.core.codehost.CoveredRepositories.Addition;
import dev.sigil.core.codehost.CoveredRepositories.Covered;
import dev.sigil.core.codehost.CoveredRepositories.File;
import dev.sigil.core.codehost.CoveredRepositories.Files;
import dev.sigil.core.codehost.CoveredRepositories.Part;
import dev.sigil.core.codehost.CoveredRepositories.Proposal;
import dev.sigil.core.source.Commit;
import dev.sigil.testkit.source.MemorySourceTree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What every host tells of the repositories that an installation covers. */
public abstract class CoveredRepositoriesContract {
  private static final String WEATHER = "acme/weather";
  private static final Addition MANIFEST =
      new Addition("sigil/mcp-yaml", "mcp.yaml", "runtime: node\n", "Add mcp.yaml", "Why.");

  protected abstract CoveredRepositories repositories();

  /** The number of the installation at an account, {@code acme} or {@code other}. */
  protected abstract long installation(String account);

  /** Pushes to {@code main} of a hidden repository of such an account, made when there is none. */
  protected abstract void push(String account, String name, MemorySourceTree tree);

  private void weather() {
    push("acme", "weather", MemorySourceTree.of("package.json", "{}", "src/a.js", "1"));
  }

  private Commit head() {
    return repositories().head(installation("acme"), WEATHER, "main").orElseThrow();
  }

  private static void assertRefused(ErrorCode code, ThrowingCallable call) {
    assertThatExceptionOfType(SigilException.class)
        .isThrownBy(call)
        .matches(e -> e.code() == code, code.name());
  }

  @Test
  void list_isInPartsAndOfOneInstallation() {
    weather();
    for (int i = 0; i < 4; i++) {
      push("acme", "more" + i, MemorySourceTree.of("a", "1"));
      push("other", "theirs" + i, MemorySourceTree.of("a", "1"));
    }

    Part first = repositories().list(installation("acme"), 1, 3);
    Part second = repositories().list(installation("acme"), 2, 3);
    Part beyond = repositories().list(installation("acme"), 3, 3);

    assertThat(List.of(first.total(), second.total(), beyond.total())).containsOnly(5);
    assertThat(first.repositories()).hasSize(3);
    assertThat(second.repositories())
        .extracting(Covered::fullName)
        .containsExactly("acme/more2", "acme/more3");
    assertThat(beyond.repositories()).isEmpty();
  }

  @Test
  void repository_isToldAsItIs() {
    weather();

    Covered covered = repositories().get(installation("acme"), WEATHER);

    assertThat(covered.fullName()).isEqualTo(WEATHER);
    assertThat(covered.hidden()).isTrue();
    assertThat(covered.archived()).isFalse();
    assertThat(covered.defaultBranch()).isEqualTo("main");
    assertThat(covered.url()).endsWith("/acme/weather.git");
    assertThat(repositories().list(installation("acme"), 1, 10).repositories())
        .containsExactly(covered);
  }

  @Test
  void repository_ofOthersOrNobody_isNotFound() {
    weather();
    push("other", "theirs", MemorySourceTree.of("a", "1"));
    for (String name : List.of("other/theirs", "acme/none", "acme/..", "acme", "")) {
      assertRefused(
          ErrorCode.SOURCE_NOT_FOUND, () -> repositories().get(installation("acme"), name));
    }
    assertRefused(
        ErrorCode.SOURCE_NOT_FOUND, () -> repositories().get(installation("other"), WEATHER));
  }

  @Test
  void files_areSortedAndReadByTheirContent() {
    weather();
    Files files = repositories().files(installation("acme"), WEATHER, head());

    assertThat(files.complete()).isTrue();
    assertThat(files.files()).extracting(File::path).containsExactly("package.json", "src/a.js");
    File last = files.files().getLast();
    assertThat(last.size()).isEqualTo(1);
    assertThat(repositories().read(installation("acme"), WEATHER, last.content(), 1))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("1");
  }

  @Test
  void file_thatIsTooLargeOrNone_isRefused() {
    weather();
    Files files = repositories().files(installation("acme"), WEATHER, head());
    String content = files.files().getFirst().content();

    assertRefused(
        ErrorCode.SOURCE_TOO_LARGE,
        () -> repositories().read(installation("acme"), WEATHER, content, 1));
    assertRefused(
        ErrorCode.SOURCE_NOT_FOUND,
        () -> repositories().read(installation("acme"), WEATHER, "e".repeat(40), 10));
    assertRefused(
        ErrorCode.SOURCE_NOT_FOUND,
        () -> repositories().files(installation("acme"), WEATHER, new Commit("e".repeat(40))));
  }

  @Test
  void head_movesWithEachPush() {
    weather();
    Commit before = head();
    weather();

    assertThat(head()).isNotEqualTo(before);
    assertThat(repositories().head(installation("acme"), WEATHER, "none")).isEmpty();
  }

  @Test
  void proposal_isMadeOnceInEachRepository() {
    weather();
    push("acme", "clock", MemorySourceTree.of("a", "1"));
    Proposal first = propose(WEATHER);
    Proposal again = propose(WEATHER);

    assertThat(first.created()).isTrue();
    assertThat(first.state()).isEqualTo(Proposal.State.OPEN);
    assertThat(again)
        .isEqualTo(new Proposal(first.number(), first.url(), Proposal.State.OPEN, false));
    assertThat(propose("acme/clock").created()).isTrue();
  }

  private Proposal propose(String fullName) {
    Covered covered = repositories().get(installation("acme"), fullName);
    return repositories().propose(installation("acme"), covered, MANIFEST);
  }
}
