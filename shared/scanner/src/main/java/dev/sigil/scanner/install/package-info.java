/** Code that runs while a package is installed or an image is built. */
@NullMarked
package dev.sigil.scanner.install;

import org.jspecify.annotations.NullMarked;
