/** What this machine offers: programs that confine others, and its processes. */
@NullMarked
package dev.sigil.embedded.host;

import org.jspecify.annotations.NullMarked;
