/** Characters that a reviewer does not see but a compiler or a model does. */
@NullMarked
package dev.sigil.scanner.hidden;

import org.jspecify.annotations.NullMarked;
