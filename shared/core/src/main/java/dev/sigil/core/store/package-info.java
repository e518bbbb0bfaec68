/** Documents: the registry store's port. */
@NullMarked
package dev.sigil.core.store;

import org.jspecify.annotations.NullMarked;
