package dev.sigil.testkit.codehost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.codehost.CheckRun;
import dev.sigil.core.codehost.CheckRun.Annotation;
import dev.sigil.core.codehost.CheckRun.Conclusion;
import dev.sigil.core.codehost.CheckRun.Level;
import dev.sigil.core.codehost.CodeHost;
import dev.sigil.core.codehost.CommitStatus;
import dev.sigil.core.codehost.EnvironmentDeployment;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every code host does. */
public abstract class CodeHostContract {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  /** A host that grants everything. */
  protected abstract CodeHost host();

  /** A repository of it with at least one commit and a pull request 1. */
  protected abstract Repository repository();

  /** A commit of the repository. */
  protected abstract Commit commit();

  /** Takes every grant back. */
  protected abstract void refuse();

  /** {@code name conclusion annotations} of each check run of the commit, in order. */
  protected abstract List<String> checks();

  /** {@code environment state} of each deployment of the commit, in order. */
  protected abstract List<String> deployments();

  /** The texts of pull request 1's comments, in order. */
  protected abstract List<String> comments();

  @Test
  void check_shownAgain_isTheSame() {
    long first = host().reports().show(repository(), check(null, "r1", null, 0));

    long again = host().reports().show(repository(), check(first, "r1", Conclusion.SUCCESS, 0));

    assertThat(again).isEqualTo(first);
    assertThat(checks()).containsExactly("Sigil / weather SUCCESS 0");
  }

  @Test
  void check_whoseNumberWasLost_isFoundByItsKey() {
    long first = host().reports().show(repository(), check(null, "r1", null, 0));
    long other = host().reports().show(repository(), check(null, "r2", null, 0));

    long again = host().reports().show(repository(), check(null, "r1", Conclusion.FAILURE, 0));

    assertThat(again).isEqualTo(first).isNotEqualTo(other);
    assertThat(checks()).hasSize(2);
  }

  @Test
  void check_withManyAnnotations_hasEachOnce() {
    long number = host().reports().show(repository(), check(null, "r1", null, 120));
    host().reports().show(repository(), check(number, "r1", null, 120));
    host().reports().show(repository(), check(null, "r1", Conclusion.FAILURE, 120));

    assertThat(checks()).containsExactly("Sigil / weather FAILURE 120");
  }

  @Test
  void deployment_shownAgain_isTheSame() {
    long first = host().reports().show(repository(), deployment(null, state("IN_PROGRESS")));
    long lost = host().reports().show(repository(), deployment(null, state("IN_PROGRESS")));
    long again = host().reports().show(repository(), deployment(first, state("SUCCESS")));

    assertThat(List.of(lost, again)).containsOnly(first);
    assertThat(deployments()).containsExactly("production SUCCESS");
  }

  @Test
  void comment_isWrittenOnceAndWrittenOver() {
    long first =
        host().pullRequests().comment(repository(), 1, "<!-- mark:1 -->", "building", null);
    long found = host().pullRequests().comment(repository(), 1, "<!-- mark:1 -->", "ready", null);
    long known = host().pullRequests().comment(repository(), 1, "<!-- mark:1 -->", "gone", first);

    assertThat(List.of(found, known)).containsOnly(first);
    assertThat(comments()).containsExactly("<!-- mark:1 -->\ngone");
  }

  @Test
  void everything_withoutGrants_isForbidden() {
    refuse();

    assertForbidden(() -> host().reports().show(repository(), check(null, "r1", null, 0)));
    assertForbidden(
        () -> host().reports().show(repository(), deployment(null, state("IN_PROGRESS"))));
    assertForbidden(
        () ->
            host()
                .reports()
                .show(
                    repository(),
                    new CommitStatus(
                        commit(), "Sigil", CommitStatus.State.PENDING, "Building", null)));
    assertForbidden(() -> host().pullRequests().comment(repository(), 1, "<!-- m -->", "x", null));
  }

  private static void assertForbidden(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SigilException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FORBIDDEN));
  }

  private static EnvironmentDeployment.State state(String name) {
    return EnvironmentDeployment.State.valueOf(name);
  }

  private CheckRun check(
      @Nullable Long number, String key, @Nullable Conclusion conclusion, int annotations) {
    return new CheckRun(
        commit(),
        "Sigil / weather",
        number,
        key,
        conclusion,
        NOON,
        conclusion == null ? null : NOON.plusSeconds(60),
        "https://mcp.example/releases/" + key,
        "Scanning",
        "summary",
        null,
        IntStream.rangeClosed(1, annotations)
            .mapToObj(i -> new Annotation("src/a.js", i, Level.WARNING, "rule", "finding " + i))
            .toList(),
        List.of(new CheckRun.Action("redeploy", "Deploy again", "Tries the same commit again")));
  }

  private EnvironmentDeployment deployment(
      @Nullable Long number, EnvironmentDeployment.State state) {
    return new EnvironmentDeployment(
        commit(),
        number,
        "r1",
        "production",
        false,
        state,
        "https://mcp.example/acme/weather/mcp",
        "https://mcp.example/releases/r1",
        "Building");
  }
}
