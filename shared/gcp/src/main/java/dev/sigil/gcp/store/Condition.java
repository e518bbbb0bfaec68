package dev.sigil.gcp.store;

import com.google.firestore.v1.Precondition;

/**
 * What a write expects of a document that its transaction did not read.
 *
 * @param version of the document, or {@link #ABSENT}
 */
record Condition(String collection, String id, String name, long version) {
  /** No document has this version. */
  static final long ABSENT = 0;

  Precondition precondition() {
    return precondition(version);
  }

  static Precondition precondition(long version) {
    return version == ABSENT
        ? Precondition.newBuilder().setExists(false).build()
        : Precondition.newBuilder().setUpdateTime(StoredDocument.updateTime(version)).build();
  }
}
