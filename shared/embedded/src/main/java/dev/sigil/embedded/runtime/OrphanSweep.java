package dev.sigil.embedded.runtime;

import dev.sigil.embedded.host.Directories;
import dev.sigil.embedded.host.ProcessTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Ends what a run that was killed left behind: by record, by control group, and by marker. */
record OrphanSweep(RuntimeConfig config, ControlGroups groups) {
  /** In the environment of every process that this runtime starts, with its directory. */
  static final String MARKER = "SIGIL_RUNTIME";

  void run() throws IOException {
    List<Path> directories;
    try (Stream<Path> entries = Files.list(Directories.make(config.instances()))) {
      directories = entries.toList();
    }
    for (Path directory : directories) {
      InstanceRecord.read(directory).ifPresent(OrphanSweep::end);
    }
    for (ControlGroup group : groups.existing()) {
      group.destroy();
    }
    ProcessTree.killMarked(MARKER, config.data().toString());
    for (Path directory : directories) {
      Directories.delete(directory);
    }
  }

  private static void end(InstanceRecord orphan) {
    orphan.process().ifPresent(ProcessTree::kill);
    new ControlGroup(orphan.controlGroups().stream().map(Path::of).toList()).destroy();
  }
}
