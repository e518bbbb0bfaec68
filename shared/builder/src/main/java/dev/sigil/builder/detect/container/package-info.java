/** A repository's own Dockerfile. */
@NullMarked
package dev.sigil.builder.detect.container;

import org.jspecify.annotations.NullMarked;
