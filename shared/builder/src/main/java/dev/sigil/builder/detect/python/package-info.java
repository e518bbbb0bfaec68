/** Python: pyproject.toml, requirements.txt and lock files. */
@NullMarked
package dev.sigil.builder.detect.python;

import org.jspecify.annotations.NullMarked;
