/** What a scan says of a source tree. */
@NullMarked
package dev.sigil.core.scan;

import org.jspecify.annotations.NullMarked;
