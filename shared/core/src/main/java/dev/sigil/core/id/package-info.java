/** Identities of what Sigil keeps, which depend on nothing that has one. */
@NullMarked
package dev.sigil.core.id;

import org.jspecify.annotations.NullMarked;
