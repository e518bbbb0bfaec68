/** Reports for people and for other tools. */
@NullMarked
package dev.sigil.core.scan.render;

import org.jspecify.annotations.NullMarked;
