/** From a source tree to a runnable artifact: the plan, and the port that carries it out. */
@NullMarked
package dev.sigil.core.build;

import org.jspecify.annotations.NullMarked;
