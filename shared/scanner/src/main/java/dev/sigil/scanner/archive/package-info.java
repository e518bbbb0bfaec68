/** Archives committed to the repository: escapes, links and bombs. */
@NullMarked
package dev.sigil.scanner.archive;

import org.jspecify.annotations.NullMarked;
