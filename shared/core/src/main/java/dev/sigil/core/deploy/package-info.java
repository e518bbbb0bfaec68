/** Deployments, releases and the runtime that serves them. */
@NullMarked
package dev.sigil.core.deploy;

import org.jspecify.annotations.NullMarked;
