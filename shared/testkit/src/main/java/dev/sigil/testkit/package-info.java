/** Contract suites of every port, fakes, fixed clock, golden files. */
@NullMarked
package dev.sigil.testkit;

import org.jspecify.annotations.NullMarked;
