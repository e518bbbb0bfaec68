/** JavaScript and TypeScript: package.json and its lock files. */
@NullMarked
package dev.sigil.builder.detect.node;

import org.jspecify.annotations.NullMarked;
