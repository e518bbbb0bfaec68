package dev.sigil.embedded.runtime;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Why a server does not take a request.
 *
 * @param what continues the sentence that begins with "This server"
 */
record Refusal(ErrorCode code, String what) {
  SigilException exception() {
    return new SigilException(code, "This server " + what + ".");
  }

  <T> CompletionStage<T> failed() {
    return CompletableFuture.failedFuture(exception());
  }
}
