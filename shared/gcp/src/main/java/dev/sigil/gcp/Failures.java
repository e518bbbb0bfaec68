package dev.sigil.gcp;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode.Code;
import dev.sigil.core.TransientException;
import java.util.Set;

/** What a refusal by a Google service means to Sigil. */
public final class Failures {
  private static final Set<Code> PASSING =
      Set.of(
          Code.ABORTED,
          Code.CANCELLED,
          Code.DEADLINE_EXCEEDED,
          Code.INTERNAL,
          Code.RESOURCE_EXHAUSTED,
          Code.UNAVAILABLE,
          Code.UNKNOWN);

  private Failures() {}

  /** Whether the same call may succeed later: contention, quota, a lost connection, a timeout. */
  public static boolean passes(ApiException failure) {
    return PASSING.contains(failure.getStatusCode().getCode());
  }

  /**
   * What to throw in place of the failure: {@link TransientException} where it may pass by itself,
   * else the failure, which then is a mistake in Sigil or in its permissions.
   *
   * @param subject the service, in words that may be logged
   */
  public static RuntimeException translate(ApiException failure, String subject) {
    return passes(failure)
        ? new TransientException(
            subject + " answers " + failure.getStatusCode().getCode() + ".", failure)
        : failure;
  }
}
