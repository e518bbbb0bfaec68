/** The published side: packages and versions. */
@NullMarked
package dev.sigil.core.registry;

import org.jspecify.annotations.NullMarked;
