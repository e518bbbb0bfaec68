/** Calls of a tool that take the server's time, memory, processes or files without a bound. */
@NullMarked
package dev.sigil.scanner.exhaustion;

import org.jspecify.annotations.NullMarked;
