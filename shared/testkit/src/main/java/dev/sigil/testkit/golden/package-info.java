/** Expected output kept in files that people review. */
@NullMarked
package dev.sigil.testkit.golden;

import org.jspecify.annotations.NullMarked;
