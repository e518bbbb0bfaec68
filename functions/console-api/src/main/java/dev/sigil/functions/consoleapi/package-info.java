/** Deployments, releases, secrets and keys, for the CLI and the dashboard. */
@NullMarked
package dev.sigil.functions.consoleapi;

import org.jspecify.annotations.NullMarked;
