/** Events through Pub/Sub. */
@NullMarked
package dev.sigil.gcp.event;

import org.jspecify.annotations.NullMarked;
