/** mcp.yaml: what it may say, and how it is read from untrusted bytes. */
@NullMarked
package dev.sigil.builder.manifest;

import org.jspecify.annotations.NullMarked;
