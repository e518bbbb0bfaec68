package dev.sigil.functions.deploycompletion;

import static dev.sigil.functions.deploycompletion.Scene.ANSWER;
import static dev.sigil.functions.deploycompletion.Scene.plan;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.deploy.ServerRuntime;
import dev.sigil.core.deploy.ServerStatus;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.store.Document;
import dev.sigil.core.store.DocumentStore;
import dev.sigil.core.store.Page;
import dev.sigil.core.store.Query;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** The process dies right after any one of its effects; the event is delivered again. */
class CrashTest {
  @Test
  void crash_afterAnyStep_isHealedByRedelivery() {
    ObjectNode clean = run(Integer.MAX_VALUE, false).state();
    int steps = 0;
    Run run;
    do {
      run = run(++steps, false);
      assertThat(run.state()).as("crash after step %d", steps).isEqualTo(clean);
    } while (run.crashed());

    assertThat(steps).as("steps that were interrupted").isGreaterThan(10);
  }

  @Test
  void crash_thenNewerPush_leavesRecordAndTrafficInAgreement() {
    int steps = 0;
    Run run;
    do {
      run = run(++steps, true);
      assertThat(run.state().path("live"))
          .as("crash after step %d: %s", steps, run.state())
          .isEqualTo(run.state().path("serving"));
      assertThat(run.state().has("candidates")).isFalse();
    } while (run.crashed());
  }

  private record Run(ObjectNode state, boolean crashed) {}

  private static Run run(int crashAfter, boolean pushMeanwhile) {
    Scene scene = new Scene();
    Fuse fuse = new Fuse(crashAfter);
    scene.events.subscribe(
        scene.function(
            new FusedStore(scene.store, fuse),
            new FusedRuntime(scene.runtime, fuse),
            candidate -> fuse.after(() -> ANSWER)));
    Release before = scene.building('a', plan("1.0.0"));
    fuse.disarm();
    scene.built(before);
    Release release = scene.building('b', plan("1.1.0"));
    fuse.arm(
        () -> {
          if (pushMeanwhile) {
            scene.push('c');
          }
        });
    scene.built(release);
    return new Run(scene.endState(before, release), fuse.blown());
  }

  /** Ends the process, for the caller, right after the n-th effect. */
  private static final class Fuse {
    private int left;
    private boolean armed;
    private Runnable then = () -> {};

    Fuse(int left) {
      this.left = left;
    }

    void disarm() {
      armed = false;
    }

    void arm(Runnable next) {
      armed = true;
      then = next;
    }

    boolean blown() {
      return left <= 0;
    }

    <T> T after(Supplier<T> effect) {
      T result = effect.get();
      if (armed && --left == 0) {
        armed = false;
        then.run();
        throw new Died();
      }
      return result;
    }
  }

  private static final class Died extends RuntimeException {}

  private record FusedStore(DocumentStore inner, Fuse fuse) implements DocumentStore {
    @Override
    public Optional<Document> get(String collection, String id) {
      return inner.get(collection, id);
    }

    @Override
    public Page<Document> query(Query query) {
      return inner.query(query);
    }

    @Override
    public <T> T transact(Function<Transaction, T> body) {
      return fuse.after(() -> inner.transact(body));
    }
  }

  private record FusedRuntime(ServerRuntime inner, Fuse fuse) implements ServerRuntime {
    @Override
    public Candidate create(ServerSpec spec) {
      return fuse.after(() -> inner.create(spec));
    }

    @Override
    public void promote(DeploymentId deployment, ReleaseId release, int number) {
      fuse.after(
          () -> {
            inner.promote(deployment, release, number);
            return true;
          });
    }

    @Override
    public void discard(ReleaseId release) {
      inner.discard(release);
    }

    @Override
    public void restart(DeploymentId deployment) {
      inner.restart(deployment);
    }

    @Override
    public void pause(DeploymentId deployment) {
      inner.pause(deployment);
    }

    @Override
    public void resume(DeploymentId deployment) {
      inner.resume(deployment);
    }

    @Override
    public void delete(DeploymentId deployment) {
      inner.delete(deployment);
    }

    @Override
    public Optional<ServerStatus> describe(DeploymentId deployment) {
      return inner.describe(deployment);
    }
  }
}
