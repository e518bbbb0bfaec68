/** The published side: packages, versions, tools. */
@NullMarked
package dev.sigil.core.registry;

import org.jspecify.annotations.NullMarked;
