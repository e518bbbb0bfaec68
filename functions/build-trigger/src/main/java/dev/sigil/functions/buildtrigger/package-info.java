/** Plans a scanned release and submits its build. */
@NullMarked
package dev.sigil.functions.buildtrigger;

import org.jspecify.annotations.NullMarked;
