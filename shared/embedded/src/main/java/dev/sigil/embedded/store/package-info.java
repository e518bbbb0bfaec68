/** The one file: its connections, its documents. */
@NullMarked
package dev.sigil.embedded.store;

import org.jspecify.annotations.NullMarked;
