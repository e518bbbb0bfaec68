/** What a repository holds: an ordered list of small detectors, the first that matches decides. */
@NullMarked
package dev.sigil.builder.detect;

import org.jspecify.annotations.NullMarked;
