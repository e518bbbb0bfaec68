/** Ticks of the clock, as events. */
@NullMarked
package dev.sigil.embedded.schedule;

import org.jspecify.annotations.NullMarked;
