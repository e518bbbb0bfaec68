/** What must stand in a text before it is worth a closer look. */
@NullMarked
package dev.sigil.scanner.literal;

import org.jspecify.annotations.NullMarked;
