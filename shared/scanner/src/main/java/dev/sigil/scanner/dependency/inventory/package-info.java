/** What a repository depends on, whatever file says so. */
@NullMarked
package dev.sigil.scanner.dependency.inventory;

import org.jspecify.annotations.NullMarked;
