/** Servers as processes on one machine: started, isolated, routed, scaled and stopped. */
@NullMarked
package dev.sigil.embedded.runtime;

import org.jspecify.annotations.NullMarked;
