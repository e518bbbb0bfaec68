/** Makes the GitHub App itself, by GitHub's manifest flow. */
@NullMarked
package dev.sigil.github.app;

import org.jspecify.annotations.NullMarked;
