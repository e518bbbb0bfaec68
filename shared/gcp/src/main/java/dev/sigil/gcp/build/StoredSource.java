package dev.sigil.gcp.build;

/**
 * An archive in the bucket. The generation names these very bytes, whatever is written under the
 * same name later.
 */
record StoredSource(String bucket, String object, long generation) {}
