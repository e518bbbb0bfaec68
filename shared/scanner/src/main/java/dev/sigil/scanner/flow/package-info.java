/**
 * Follows what callers control through Go and Java: each file is read once into what its functions
 * do with their parameters, and all files are then joined.
 */
@NullMarked
package dev.sigil.scanner.flow;

import org.jspecify.annotations.NullMarked;
