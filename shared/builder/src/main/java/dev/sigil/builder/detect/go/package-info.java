/** Go modules. */
@NullMarked
package dev.sigil.builder.detect.go;

import org.jspecify.annotations.NullMarked;
