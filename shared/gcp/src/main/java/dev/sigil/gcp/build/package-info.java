/** Builds on Cloud Build: sources in Cloud Storage, images in Artifact Registry. */
@NullMarked
package dev.sigil.gcp.build;

import org.jspecify.annotations.NullMarked;
