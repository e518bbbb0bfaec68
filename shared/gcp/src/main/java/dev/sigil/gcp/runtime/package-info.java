/** Servers as services of Cloud Run, each with an account of its own. */
@NullMarked
package dev.sigil.gcp.runtime;

import org.jspecify.annotations.NullMarked;
