/** Judges a source tree without executing any of it. */
@NullMarked
package dev.sigil.scanner;

import org.jspecify.annotations.NullMarked;
