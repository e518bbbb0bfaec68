/** The platform as its users meet it: a process of its own, real git, real builds, real servers. */
@NullMarked
package dev.sigil.functions.allinone.e2e;

import org.jspecify.annotations.NullMarked;
