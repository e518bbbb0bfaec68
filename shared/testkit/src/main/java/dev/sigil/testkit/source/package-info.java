/** The source fetcher's contract, and repositories in memory. */
@NullMarked
package dev.sigil.testkit.source;

import org.jspecify.annotations.NullMarked;
