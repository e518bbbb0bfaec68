package dev.sigil.core.preview;

import dev.sigil.core.source.Commit;
import java.time.Instant;

/**
 * Somebody's word that a stranger's commit may be built and run.
 *
 * @param by the person's login after an at sign, or the id of an API key
 * @param verified whether it is known that this person may say so
 */
public record Approval(Commit commit, String by, Instant at, boolean verified) {}
