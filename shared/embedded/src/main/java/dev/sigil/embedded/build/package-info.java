/** Builds as local processes, and what they leave. */
@NullMarked
package dev.sigil.embedded.build;

import org.jspecify.annotations.NullMarked;
