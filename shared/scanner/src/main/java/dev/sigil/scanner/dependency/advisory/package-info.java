/** Known vulnerabilities and malicious packages: their ranges, where they are kept and matched. */
@NullMarked
package dev.sigil.scanner.dependency.advisory;

import org.jspecify.annotations.NullMarked;
