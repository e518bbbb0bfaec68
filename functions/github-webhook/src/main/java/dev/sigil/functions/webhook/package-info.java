/** Verified deliveries in, releases out. */
@NullMarked
package dev.sigil.functions.webhook;

import org.jspecify.annotations.NullMarked;
