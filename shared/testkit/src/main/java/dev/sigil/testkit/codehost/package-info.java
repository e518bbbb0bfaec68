/** Code hosts to test with. */
@NullMarked
package dev.sigil.testkit.codehost;

import org.jspecify.annotations.NullMarked;
