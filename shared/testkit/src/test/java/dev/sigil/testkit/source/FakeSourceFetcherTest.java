package dev.sigil.testkit.source;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sigil.core.TransientException;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import dev.sigil.core.source.SourceFetcher;
import org.junit.jupiter.api.Test;

class FakeSourceFetcherTest extends SourceFetcherContract {
  private final FakeSourceFetcher fetcher = new FakeSourceFetcher();

  @Override
  protected SourceFetcher fetcher() {
    return fetcher;
  }

  @Override
  protected Repository repository() {
    Repository repository = new Repository("https://code.example/acme/weather");
    fetcher.create(repository);
    return repository;
  }

  @Override
  protected Repository missing() {
    return new Repository("https://code.example/acme/none");
  }

  @Override
  protected Commit push(String branch, MemorySourceTree tree) {
    return fetcher.push(repository(), branch, tree);
  }

  @Override
  protected void deleteBranch(String branch) {
    fetcher.deleteBranch(repository(), branch);
  }

  @Test
  void setReachable_false_failsForAWhile() {
    push("main", MemorySourceTree.of("a", "1"));
    fetcher.setReachable(repository(), false);

    assertThatExceptionOfType(TransientException.class)
        .isThrownBy(() -> fetcher.resolve(repository(), ""));
  }
}
