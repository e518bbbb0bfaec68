/** Who people are, as GitHub tells. */
@NullMarked
package dev.sigil.functions.consoleapi.signin;

import org.jspecify.annotations.NullMarked;
