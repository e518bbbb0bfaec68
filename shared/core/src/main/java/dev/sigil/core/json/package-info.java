/** The one JSON codec. */
@NullMarked
package dev.sigil.core.json;

import org.jspecify.annotations.NullMarked;
