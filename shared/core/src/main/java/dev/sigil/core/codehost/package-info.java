/** What Sigil does at the host of a repository beside fetching its source. */
@NullMarked
package dev.sigil.core.codehost;

import org.jspecify.annotations.NullMarked;
