package dev.sigil.core.gateway;

import dev.sigil.core.SigilException;
import dev.sigil.core.id.DeploymentId;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Finds the instance that takes a request. Thread-safe and never blocks its caller. */
public interface InstanceRouter {
  /**
   * Leases an instance of the release that serves; a sleeping server is woken and the request
   * waits. With {@code instance}, only that one will do: it holds the session.
   *
   * <p>Completes exceptionally with {@link SigilException}: {@code NOT_FOUND} when the instance
   * asked for has ended, {@code UNAVAILABLE} when the server is paused, keeps crashing, or did not
   * start in time, {@code RATE_LIMITED} when it is at its bounds.
   */
  CompletionStage<Lease> acquire(DeploymentId deployment, @Nullable String instance);

  /** A request's hold on an instance: while it is open the instance is not stopped for idleness. */
  interface Lease extends AutoCloseable {
    /**
     * Names the instance among those of its deployment, as far as it is known before it answers:
     * letters, digits and hyphens.
     */
    String instance();

    /**
     * Names the instance that answered, to ask for it again. Where the platform's own balancer
     * chose it, only the cookies of the answer tell which it was.
     *
     * @param setCookies the answer's {@code Set-Cookie} lines
     */
    default String instance(List<String> setCookies) {
      return instance();
    }

    /** Where it answers MCP. */
    URI endpoint();

    /** Added to each request, such as the platform's identity token. */
    Map<String, String> headers();

    /** Ends the hold; repeating it does nothing. */
    @Override
    void close();
  }
}
