/** What the HTTP functions share: routes, envelope, bounds. */
@NullMarked
package dev.sigil.http;

import org.jspecify.annotations.NullMarked;
