/** The document store's contract, and a store in memory. */
@NullMarked
package dev.sigil.testkit.store;

import org.jspecify.annotations.NullMarked;
