/** The contract of event delivery, and a delivery under the test's control. */
@NullMarked
package dev.sigil.testkit.event;

import org.jspecify.annotations.NullMarked;
