/** Google's services on a port of this machine, as strict as their documentation. */
@NullMarked
package dev.sigil.gcp.fake;

import org.jspecify.annotations.NullMarked;
