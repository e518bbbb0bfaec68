/** Sigil's domain: what every function and every adapter shares, with no framework and no cloud. */
@NullMarked
package dev.sigil.core;

import org.jspecify.annotations.NullMarked;
