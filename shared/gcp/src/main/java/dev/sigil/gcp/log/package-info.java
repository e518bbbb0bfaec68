/** Logs of builds and servers in Cloud Logging. */
@NullMarked
package dev.sigil.gcp.log;

import org.jspecify.annotations.NullMarked;
