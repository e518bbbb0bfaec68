/** What a server offers: its tools, kept and compared. */
@NullMarked
package dev.sigil.core.tool;

import org.jspecify.annotations.NullMarked;
