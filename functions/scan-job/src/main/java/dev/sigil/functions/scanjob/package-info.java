/** The gate before every build. */
@NullMarked
package dev.sigil.functions.scanjob;

import org.jspecify.annotations.NullMarked;
