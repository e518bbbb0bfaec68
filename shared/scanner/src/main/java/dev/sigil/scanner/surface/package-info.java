/** The tools that a server's source declares, and the code that handles them. */
@NullMarked
package dev.sigil.scanner.surface;

import org.jspecify.annotations.NullMarked;
