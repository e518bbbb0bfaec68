/** What a server opens to others: interfaces, origins, its own environment. */
@NullMarked
package dev.sigil.scanner.exposure;

import org.jspecify.annotations.NullMarked;
