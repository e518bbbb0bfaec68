/** Lines that builds and servers write: files that rotate, and their reader. */
@NullMarked
package dev.sigil.embedded.log;

import org.jspecify.annotations.NullMarked;
