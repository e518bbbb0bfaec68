/**
 * The whole pipeline as it runs on Google Cloud: the archives, as processes, over what stands in
 * for Google's services.
 */
@NullMarked
package dev.sigil.functions.journey;

import org.jspecify.annotations.NullMarked;
