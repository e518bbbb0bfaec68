/** The command line: one class per command, over HTTP. */
@NullMarked
package dev.sigil.cli;

import org.jspecify.annotations.NullMarked;
