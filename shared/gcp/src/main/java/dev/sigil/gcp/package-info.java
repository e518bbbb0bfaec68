/** Every port on Google Cloud. */
@NullMarked
package dev.sigil.gcp;

import org.jspecify.annotations.NullMarked;
