/** Manifests that name what lies outside the repository or that two readers see differently. */
@NullMarked
package dev.sigil.scanner.manifest;

import org.jspecify.annotations.NullMarked;
