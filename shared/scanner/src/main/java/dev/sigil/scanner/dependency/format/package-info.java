/** Readers of manifests and lockfiles. Nothing is resolved, fetched or executed. */
@NullMarked
package dev.sigil.scanner.dependency.format;

import org.jspecify.annotations.NullMarked;
