/** The bill of materials of a repository. */
@NullMarked
package dev.sigil.scanner.sbom;

import org.jspecify.annotations.NullMarked;
