/** Documents in Firestore. */
@NullMarked
package dev.sigil.gcp.store;

import org.jspecify.annotations.NullMarked;
