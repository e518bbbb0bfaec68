package dev.sigil.builder.detect.node;

import dev.sigil.builder.detect.Folder;
import java.util.Optional;

/**
 * Where a package's dependencies are locked: in its own folder, or in the root of the workspace it
 * is a member of.
 *
 * @param isMember whether the lock is in a folder above
 */
record Workspace(PackageManager manager, PackageLock lock, boolean isMember) {
  static Workspace of(Folder folder, PackageJson json) {
    PackageManager own = PackageManager.of(folder, json);
    Optional<Folder> root = own.lockFile().isEmpty() ? root(folder) : Optional.empty();
    return root.map(Workspace::member)
        .orElseGet(() -> new Workspace(own, PackageLock.read(folder, own.lockFile()), false));
  }

  /* Programs are hoisted to the root's node_modules, which the lock names relative to the root. */
  private static Workspace member(Folder root) {
    PackageJson json = PackageJson.read(root).orElseThrow();
    PackageManager manager = PackageManager.of(root, json);
    return new Workspace(manager, PackageLock.read(root, ""), true);
  }

  private static Optional<Folder> root(Folder folder) {
    Optional<Folder> parent = folder.parent();
    while (parent.isPresent()) {
      Folder above = parent.get();
      boolean workspace =
          above.has("pnpm-workspace.yaml")
              || PackageJson.read(above).filter(PackageJson::workspaceRoot).isPresent();
      if (workspace && above.has(PackageJson.FILE)) {
        return parent;
      }
      parent = above.parent();
    }
    return Optional.empty();
  }
}
