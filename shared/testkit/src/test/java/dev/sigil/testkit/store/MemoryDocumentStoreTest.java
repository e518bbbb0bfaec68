package dev.sigil.testkit.store;

import dev.sigil.core.store.DocumentStore;

class MemoryDocumentStoreTest extends DocumentStoreContract {
  @Override
  protected DocumentStore open() {
    return new MemoryDocumentStore();
  }
}
