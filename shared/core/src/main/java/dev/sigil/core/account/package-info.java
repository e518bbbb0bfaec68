/** Workspaces, principals and API keys. */
@NullMarked
package dev.sigil.core.account;

import org.jspecify.annotations.NullMarked;
