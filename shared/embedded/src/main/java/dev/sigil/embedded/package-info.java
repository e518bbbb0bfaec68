/** Every port on one machine: one file, local builds, processes. */
@NullMarked
package dev.sigil.embedded;

import org.jspecify.annotations.NullMarked;
