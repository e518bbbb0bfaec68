/** The public registry. */
@NullMarked
package dev.sigil.functions.registryapi;

import org.jspecify.annotations.NullMarked;
