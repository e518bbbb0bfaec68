/** Shows releases at the code host. */
@NullMarked
package dev.sigil.functions.deploycompletion.report;

import org.jspecify.annotations.NullMarked;
