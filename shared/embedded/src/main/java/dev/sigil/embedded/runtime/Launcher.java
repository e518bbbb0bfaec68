package dev.sigil.embedded.runtime;

import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.deploy.ServerRuntime.ServerSpec;
import java.net.URI;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

/** Starts instances. Thread-safe. */
interface Launcher {
  /**
   * Starts an instance and returns when it listens. On failure nothing of it is left.
   *
   * @param cancelled asked now and then; when true, the launch ends soon with {@link
   *     TransientException}
   * @throws SigilException {@code SECRET_MISSING}, {@code START_FAILED} or {@code
   *     HANDSHAKE_TIMEOUT}
   */
  Running launch(ServerSpec spec, String instance, BooleanSupplier cancelled);

  /** An instance that listens, or did. Thread-safe. */
  interface Running {
    URI endpoint();

    /** Completes with how it ended, in words for people, when its main process has ended. */
    CompletionStage<String> ended();

    /**
     * Ends every process of the instance, first politely, and removes what it left. Returns when
     * that is done; repeating it waits for the first call.
     */
    void stop();
  }
}
