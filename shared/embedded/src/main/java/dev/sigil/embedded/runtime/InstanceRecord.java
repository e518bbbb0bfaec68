package dev.sigil.embedded.runtime;

import dev.sigil.core.json.Json;
import dev.sigil.embedded.host.ProcessTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What an instance's directory says about its process, for the run after a crash.
 *
 * @param startTime tells the process from a later one with its number
 */
record InstanceRecord(long pid, String startTime, List<String> controlGroups) {
  private static final String FILE = "instance.json";

  void write(Path directory) throws IOException {
    Files.write(directory.resolve(FILE), Json.bytes(this));
  }

  static Optional<InstanceRecord> read(Path directory) {
    try {
      return Optional.of(
          Json.read(Files.readAllBytes(directory.resolve(FILE)), InstanceRecord.class));
    } catch (IOException | Json.MalformedException e) {
      return Optional.empty();
    }
  }

  /** The process, when it is still there. */
  Optional<ProcessHandle> process() {
    return ProcessTree.startTime(pid).filter(startTime::equals).isPresent()
        ? ProcessHandle.of(pid)
        : Optional.empty();
  }
}
