/** A clock that stands until a test moves it. */
@NullMarked
package dev.sigil.testkit.time;

import org.jspecify.annotations.NullMarked;
