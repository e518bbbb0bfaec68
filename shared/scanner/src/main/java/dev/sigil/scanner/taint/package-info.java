/** Follows what a caller controls from a handler's parameters to the calls it must not reach. */
@NullMarked
package dev.sigil.scanner.taint;

import org.jspecify.annotations.NullMarked;
