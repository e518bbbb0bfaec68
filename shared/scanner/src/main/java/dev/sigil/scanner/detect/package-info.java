/** What every detector shares: the file under inspection, the findings, the bounds. */
@NullMarked
package dev.sigil.scanner.detect;

import org.jspecify.annotations.NullMarked;
