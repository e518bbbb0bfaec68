/** From a source tree to a build plan, and from the plan to a Dockerfile. */
@NullMarked
package dev.sigil.builder;

import org.jspecify.annotations.NullMarked;
