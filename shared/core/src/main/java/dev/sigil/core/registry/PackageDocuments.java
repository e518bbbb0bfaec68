package dev.sigil.core.registry;

import dev.sigil.core.Digests;
import dev.sigil.core.json.Json;
import dev.sigil.core.store.DocumentStore.Transaction;
import java.util.Optional;

/** Where packages and their versions lie in the store. */
final class PackageDocuments {
  static final String PACKAGES = "packages";
  static final String VERSIONS = "packageVersions";

  private PackageDocuments() {}

  static Optional<PackageEntry> read(Transaction tx, String name) {
    return tx.get(PACKAGES, id(name)).map(document -> document.as(PackageEntry.class));
  }

  static Optional<PackageVersion> read(Transaction tx, String name, String version) {
    return tx.get(VERSIONS, id(name, version)).map(document -> document.as(PackageVersion.class));
  }

  static void write(Transaction tx, PackageEntry entry) {
    tx.put(PACKAGES, id(entry.name()), Json.tree(entry));
  }

  static void write(Transaction tx, PackageVersion version) {
    tx.put(VERSIONS, id(version.name(), version.version()), Json.tree(version));
  }

  /* A name holds one slash and no tilde. */
  static String id(String name) {
    return name.replace('/', '~');
  }

  /* A version may hold any character, and a document's id may not. */
  static String id(String name, String version) {
    return id(name) + "~" + Digests.sha256Hex(version);
  }
}
