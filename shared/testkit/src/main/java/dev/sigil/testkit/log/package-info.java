/** The log reader's contract. */
@NullMarked
package dev.sigil.testkit.log;

import org.jspecify.annotations.NullMarked;
