package dev.sigil.gcp.fake;

import java.net.URI;
import java.util.Map;

/** Runs images for the fake Cloud Run. Thread-safe. */
@FunctionalInterface
public interface ServerLauncher {
  /**
   * Starts an instance and returns when it listens.
   *
   * @param image the reference by digest
   * @param environment all of the container's variables, secrets in clear; {@code PORT} is the
   *     launcher's to choose
   * @throws StartException when it exits or does not listen in time
   */
  Instance launch(String image, Map<String, String> environment) throws StartException;

  /** One running container. */
  interface Instance extends AutoCloseable {
    /** Scheme, host and port. */
    URI address();

    @Override
    void close();
  }

  /** An instance did not start. */
  final class StartException extends Exception {
    public StartException(String message) {
      super(message);
    }
  }
}
