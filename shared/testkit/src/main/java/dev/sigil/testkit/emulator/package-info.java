/** Google's official emulators, as processes of this machine. */
@NullMarked
package dev.sigil.testkit.emulator;

import org.jspecify.annotations.NullMarked;
