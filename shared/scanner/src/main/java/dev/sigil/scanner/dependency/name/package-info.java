/** Names that imitate other names. */
@NullMarked
package dev.sigil.scanner.dependency.name;

import org.jspecify.annotations.NullMarked;
