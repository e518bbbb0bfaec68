/** The secret vault's contract, and a vault in memory. */
@NullMarked
package dev.sigil.testkit.secret;

import org.jspecify.annotations.NullMarked;
