package dev.sigil.embedded.runtime;

import dev.sigil.embedded.host.Directories;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one instance runs, sees and may use.
 *
 * @param directory the instance's own
 * @param program the built tree, which nobody may change
 * @param folder where in the tree the server starts; the empty string for its root
 * @param data what the deployment keeps
 * @param readOnly more directories and files it may read, such as language runtimes
 * @param controlGroups the groups it is put into before anything of it runs
 */
record Confinement(
    Path directory,
    Path program,
    String folder,
    Path data,
    List<Path> readOnly,
    List<Path> controlGroups,
    Limits limits,
    SortedMap<String, String> environment,
    List<String> command) {
  Confinement {
    readOnly = List.copyOf(readOnly);
    controlGroups = List.copyOf(controlGroups);
    environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
    command = List.copyOf(command);
  }

  /** Where a private copy of the program, or the mount of one, lies. */
  Path copy() {
    return directory.resolve("program");
  }

  /** Where the writable layer over the program is mounted. */
  Path layer() {
    return directory.resolve("layer");
  }

  Path home() {
    return directory.resolve("home");
  }

  Path temporary() {
    return directory.resolve("tmp");
  }

  /** Makes the directories that the sandbox puts the instance into. */
  void prepare(Sandbox sandbox) throws IOException {
    Directories.make(directory);
    Directories.make(copy());
    if (sandbox.overlay()) {
      Directories.make(layer());
    } else {
      Directories.copy(program, copy());
    }
    if (!sandbox.bubblewrap()) {
      Directories.make(home());
      Directories.make(temporary());
    }
  }
}
