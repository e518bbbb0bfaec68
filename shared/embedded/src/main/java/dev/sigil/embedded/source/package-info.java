/** Source from any git repository. */
@NullMarked
package dev.sigil.embedded.source;

import org.jspecify.annotations.NullMarked;
