package dev.sigil.http;

import dev.sigil.core.account.Principal;
import dev.sigil.core.account.Session;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request, in the workspace that it is about.
 *
 * @param session the person's; null for an API key
 */
public record Sender(Principal principal, @Nullable Session session) {}
