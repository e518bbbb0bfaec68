/** Writes an mcp.yaml for a repository that has none. */
@NullMarked
package dev.sigil.builder.propose;

import org.jspecify.annotations.NullMarked;
