/** The arrows between modules, and the proof that each rule bites. */
@NullMarked
package dev.sigil.functions.allinone.architecture;

import org.jspecify.annotations.NullMarked;
