/** What findings do to a verdict: policies, waivers, and what the last approved version had. */
@NullMarked
package dev.sigil.core.scan.policy;

import org.jspecify.annotations.NullMarked;
