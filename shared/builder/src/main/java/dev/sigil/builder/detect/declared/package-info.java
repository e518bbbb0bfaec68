/** Files that describe a server for a registry or another host: server.json, smithery.yaml. */
@NullMarked
package dev.sigil.builder.detect.declared;

import org.jspecify.annotations.NullMarked;
