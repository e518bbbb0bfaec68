/** One JSON object a line, in the field names of Google Cloud Logging. */
@NullMarked
package dev.sigil.core.log;

import org.jspecify.annotations.NullMarked;
