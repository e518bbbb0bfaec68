package dev.sigil.core.deploy;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;

/**
 * Why a release ended.
 *
 * @param stage the stage it was in
 * @param reason a sentence for people, without secrets
 * @param hint what to do next
 */
public record Failure(ReleaseState stage, ErrorCode code, String reason, String hint) {
  private static final int MAX_REASON = 4_000;

  public Failure {
    reason = reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) + "…" : reason;
  }

  public static Failure of(ReleaseState stage, SigilException e) {
    String reason = e.getMessage() == null ? e.code().name() : e.getMessage();
    return new Failure(stage, e.code(), reason, e.hint());
  }
}
