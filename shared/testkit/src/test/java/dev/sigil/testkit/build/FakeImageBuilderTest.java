package dev.sigil.testkit.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.build.ImageBuilder;
import dev.sigil.core.event.BuildFinished;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.Repository;
import dev.sigil.testkit.event.MemoryEvents;
import java.util.List;

final class FakeImageBuilderTest extends ImageBuilderContract {
  private final MemoryEvents events = new MemoryEvents();
  private final FakeImageBuilder builder = new FakeImageBuilder(events);

  @Override
  protected Repository repository() {
    return new Repository("https://example.org/acme/server.git");
  }

  @Override
  protected Commit commit() {
    return new Commit("a".repeat(40));
  }

  @Override
  protected ImageBuilder builder() {
    return builder;
  }

  @Override
  protected List<BuildFinished> awaitOutcomes(int count) {
    List<BuildFinished> outcomes = events.published(BuildFinished.class);
    assertThat(outcomes).hasSize(count);
    return outcomes;
  }
}
