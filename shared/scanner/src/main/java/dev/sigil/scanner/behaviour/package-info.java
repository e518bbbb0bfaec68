/**
 * What a server's code does, judged by pairs of capability and threat and over the whole server.
 */
@NullMarked
package dev.sigil.scanner.behaviour;

import org.jspecify.annotations.NullMarked;
