package dev.sigil.functions.deploycompletion;

import dev.sigil.core.deploy.ServerRuntime.Candidate;

/** The proof that a candidate is an MCP server. Thread-safe. */
@FunctionalInterface
public interface Handshake {
  /**
   * Returns the tools that the candidate offers, and what else a model reads of it.
   *
   * @throws dev.sigil.core.SigilException {@code HANDSHAKE_FAILED}, {@code HANDSHAKE_TIMEOUT} or
   *     {@code TOOLS_INVALID}, saying what was answered
   */
  Answer perform(Candidate candidate);
}
