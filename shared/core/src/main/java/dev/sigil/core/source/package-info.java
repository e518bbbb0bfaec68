/** Where a repository's files come from and how they are read. */
@NullMarked
package dev.sigil.core.source;

import org.jspecify.annotations.NullMarked;
