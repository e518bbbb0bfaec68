/**
 * Rule packs that ship with the scanner: how they are proven by the build and read at the start.
 */
@NullMarked
package dev.sigil.scanner.pack;

import org.jspecify.annotations.NullMarked;
