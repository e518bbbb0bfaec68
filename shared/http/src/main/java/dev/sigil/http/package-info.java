/** What the HTTP functions share: routes, envelope, bounds. Free of any web framework. */
@NullMarked
package dev.sigil.http;

import org.jspecify.annotations.NullMarked;
