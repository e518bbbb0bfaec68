package dev.sigil.core.codehost;

import dev.sigil.core.source.Repository;

/**
 * What the host shows beside a commit. Each call makes the thing or changes the one that an earlier
 * call made, found by its number or else by its key: repeating a call, also after a crash, makes
 * nothing twice. Two calls for one key at the same time may, so callers take turns. Thread-safe.
 *
 * <p>Every call throws {@link dev.sigil.core.SigilException}: {@code FORBIDDEN} when the account
 * has not granted it, {@code SOURCE_NOT_FOUND} when the host knows no such repository or commit;
 * and {@link dev.sigil.core.TransientException} when the host cannot answer now.
 */
public interface Reports {
  /** Shows a check run and returns its number. */
  long show(Repository repository, CheckRun check);

  /** Sets the status of a commit. */
  void show(Repository repository, CommitStatus status);

  /** Shows that a commit is deployed to an environment, and returns the deployment's number. */
  long show(Repository repository, EnvironmentDeployment deployment);
}
