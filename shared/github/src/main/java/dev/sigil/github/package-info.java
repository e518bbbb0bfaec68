/** The GitHub App. */
@NullMarked
package dev.sigil.github;

import org.jspecify.annotations.NullMarked;
