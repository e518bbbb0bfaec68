/** Commands without a shell. */
@NullMarked
package dev.sigil.builder.command;

import org.jspecify.annotations.NullMarked;
