/** Calls HTTP functions without a server, and checks them against their OpenAPI documents. */
@NullMarked
package dev.sigil.testkit.http;

import org.jspecify.annotations.NullMarked;
