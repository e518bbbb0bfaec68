package dev.sigil.builder.detect.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sigil.builder.detect.Folder;
import java.util.Map;
import java.util.Optional;

/** What an npm lock file (version 2 or 3) tells about installed packages. */
record PackageLock(JsonNode packages) {
  private static final int MAX_BYTES = 16 << 20;

  /** Without packages when there is no lock, it is of version 1, or too large to be worth it. */
  static PackageLock read(Folder folder, String lockFile) {
    if (lockFile.isEmpty() || !lockFile.endsWith(".json") || folder.size(lockFile) > MAX_BYTES) {
      return new PackageLock(MissingNode.getInstance());
    }
    Optional<JsonNode> json = folder.json(lockFile, MAX_BYTES);
    return new PackageLock(
        json.map(lock -> lock.path("packages")).orElse(MissingNode.getInstance()));
  }

  boolean isKnown() {
    return packages.isObject();
  }

  /** Whether an installed package has scripts that run on installation. */
  boolean hasInstallScripts() {
    for (JsonNode entry : packages) {
      if (entry.path("hasInstallScript").asBoolean()) {
        return true;
      }
    }
    return false;
  }

  /** The file, relative to the folder, that {@code npx name} would run, if the lock tells. */
  Optional<String> executable(String name) {
    JsonNode bin = packages.path("node_modules/" + name).path("bin");
    if (bin.size() == 1) {
      return path(name, bin.properties().iterator().next());
    }
    return bin.properties().stream()
        .filter(entry -> entry.getKey().equals(PackageJson.unscoped(name)))
        .findFirst()
        .flatMap(entry -> path(name, entry));
  }

  private static Optional<String> path(String name, Map.Entry<String, JsonNode> bin) {
    return bin.getValue().isTextual()
        ? Optional.of(
            "node_modules/" + name + "/" + bin.getValue().asText().replaceAll("^\\./", ""))
        : Optional.empty();
  }
}
