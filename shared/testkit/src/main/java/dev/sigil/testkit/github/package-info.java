/** GitHub on a port of this machine, as strict as its documentation. */
@NullMarked
package dev.sigil.testkit.github;

import org.jspecify.annotations.NullMarked;
