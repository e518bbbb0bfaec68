/** Servers of pull requests: which there are, and what is to be done for each. */
@NullMarked
package dev.sigil.core.preview;

import org.jspecify.annotations.NullMarked;
