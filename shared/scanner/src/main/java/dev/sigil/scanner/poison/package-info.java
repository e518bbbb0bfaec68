/** Text that a model reads and that tries to steer it: descriptions, instructions, answers. */
@NullMarked
package dev.sigil.scanner.poison;

import org.jspecify.annotations.NullMarked;
