/** What a repository depends on, and what is known against it. */
@NullMarked
package dev.sigil.scanner.dependency;

import org.jspecify.annotations.NullMarked;
