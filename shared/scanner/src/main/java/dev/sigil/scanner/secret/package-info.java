/** Committed credentials: a rule pack of token formats, validators and an assignment scan. */
@NullMarked
package dev.sigil.scanner.secret;

import org.jspecify.annotations.NullMarked;
