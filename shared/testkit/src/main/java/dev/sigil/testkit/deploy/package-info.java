/** Contract suites and the fake of the runtime that serves releases. */
@NullMarked
package dev.sigil.testkit.deploy;

import org.jspecify.annotations.NullMarked;
