package dev.sigil.embedded.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The control group of one instance, or its twins under the older hierarchy: no process of the
 * instance can leave it. Thread-safe.
 *
 * @param directories one for each hierarchy
 */
record ControlGroup(List<Path> directories) {
  private static final int KILL_ROUNDS = 200;
  private static final long ROUND_NANOS = 5_000_000;
  private static final Pattern OOM_KILLS = Pattern.compile("(?m)^oom_kill (\\d+)$");

  ControlGroup {
    directories = List.copyOf(directories);
  }

  /** The processes in it. */
  private List<Long> members() {
    return directories.stream()
        .flatMap(directory -> lines(directory.resolve("cgroup.procs")))
        .map(line -> Long.parseLong(line, 10))
        .distinct()
        .toList();
  }

  /** Whether the kernel ended one of its processes because memory ran out. */
  boolean ranOutOfMemory() {
    return directories.stream()
        .flatMap(
            directory -> Stream.of("memory.events", "memory.oom_control").map(directory::resolve))
        .map(file -> String.join("\n", lines(file).toList()))
        .map(OOM_KILLS::matcher)
        .anyMatch(matcher -> matcher.find() && !matcher.group(1).equals("0"));
  }

  /** Kills every process in it, those that fork meanwhile too, and removes it. */
  void destroy() {
    directories.forEach(directory -> write(directory.resolve("pids.max"), "0"));
    directories.forEach(directory -> write(directory.resolve("cgroup.kill"), "1"));
    List<Long> members = members();
    for (int round = 0; round < KILL_ROUNDS && !members.isEmpty(); round++) {
      members.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
      LockSupport.parkNanos(ROUND_NANOS);
      members = members();
    }
    for (int round = 0; round < KILL_ROUNDS && !removed(); round++) {
      LockSupport.parkNanos(ROUND_NANOS);
    }
  }

  /* A group is busy for a moment after its last process ended. */
  private boolean removed() {
    boolean all = true;
    for (Path directory : directories) {
      try {
        Files.deleteIfExists(directory);
      } catch (IOException e) {
        all = false;
      }
    }
    return all;
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      return Stream.empty();
    }
  }

  private static void write(Path file, String value) {
    try {
      if (Files.exists(file)) {
        Files.writeString(file, value);
      }
    } catch (IOException e) {
      System.getLogger(ControlGroup.class.getName())
          .log(System.Logger.Level.DEBUG, "{0} is not writable: {1}", file, e.getMessage());
    }
  }
}
