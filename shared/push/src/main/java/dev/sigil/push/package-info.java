/** Delivery by Pub/Sub push to a Spring Cloud Function. */
@NullMarked
package dev.sigil.push;

import org.jspecify.annotations.NullMarked;
