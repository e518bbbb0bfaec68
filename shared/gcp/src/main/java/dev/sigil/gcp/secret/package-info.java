/** Secrets in Secret Manager. */
@NullMarked
package dev.sigil.gcp.secret;

import org.jspecify.annotations.NullMarked;
