/** Plans as Dockerfiles. */
@NullMarked
package dev.sigil.builder.image;

import org.jspecify.annotations.NullMarked;
