/** The events that chain the functions, and their delivery. */
@NullMarked
package dev.sigil.core.event;

import org.jspecify.annotations.NullMarked;
