/**
 * Reads program text tolerantly: tokens, brackets and functions of Python and of JavaScript or
 * TypeScript. Broken text gives fewer functions, never an error.
 */
@NullMarked
package dev.sigil.scanner.code;

import org.jspecify.annotations.NullMarked;
