/** The world a function runs in, and what a platform must provide. */
@NullMarked
package dev.sigil.core.platform;

import org.jspecify.annotations.NullMarked;
