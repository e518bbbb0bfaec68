/** Durable event delivery in the one file. */
@NullMarked
package dev.sigil.embedded.event;

import org.jspecify.annotations.NullMarked;
