/** Every function in one JVM. */
@NullMarked
package dev.sigil.functions.allinone;

import org.jspecify.annotations.NullMarked;
