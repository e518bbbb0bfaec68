/** Secrets, sealed before they reach the disk. */
@NullMarked
package dev.sigil.embedded.secret;

import org.jspecify.annotations.NullMarked;
