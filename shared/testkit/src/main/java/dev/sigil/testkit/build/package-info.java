/** The image builder's contract, and a builder that runs nothing. */
@NullMarked
package dev.sigil.testkit.build;

import org.jspecify.annotations.NullMarked;
