/** Secrets of deployments. */
@NullMarked
package dev.sigil.core.secret;

import org.jspecify.annotations.NullMarked;
