/** Candidate, handshake, traffic, registry. */
@NullMarked
package dev.sigil.functions.deploycompletion;

import org.jspecify.annotations.NullMarked;
