package dev.sigil.embedded.runtime;

import dev.sigil.core.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Control groups below the platform's own, version 2 or version 1 (one group in the memory and one
 * in the pids hierarchy), where this user may make them. Thread-safe.
 *
 * @param parents the groups that hold those of all instances; empty when there is no such right
 */
record ControlGroups(List<Path> parents) {
  private static final Set<String> CONTROLLERS = Set.of("memory", "pids");

  ControlGroups {
    parents = List.copyOf(parents);
  }

  /** Looks for a place below the platform's own groups, one for each data directory. */
  static ControlGroups open(Path data) {
    String name = "sigil-" + Digests.sha256Hex(data.toString()).substring(0, 12);
    try {
      Map<String, Path> own = own();
      if (own.containsKey("memory") && own.containsKey("pids")) {
        return new ControlGroups(
            List.of(
                Files.createDirectories(path(own, "memory").resolve(name)),
                Files.createDirectories(path(own, "pids").resolve(name))));
      }
      return own.containsKey("") ? unified(path(own, ""), name) : new ControlGroups(List.of());
    } catch (IOException e) {
      return new ControlGroups(List.of());
    }
  }

  private static Path path(Map<String, Path> own, String controller) {
    return Optional.ofNullable(own.get(controller)).orElseThrow();
  }

  /* A group of version 2 passes controllers on only while no process is in it. */
  private static ControlGroups unified(Path own, String name) throws IOException {
    Path supervisor = Files.createDirectories(own.resolve("sigil-platform"));
    for (String pid : Files.readAllLines(own.resolve("cgroup.procs"))) {
      Files.writeString(supervisor.resolve("cgroup.procs"), pid);
    }
    Path parent = Files.createDirectories(own.resolve(name));
    for (Path group : List.of(own, parent)) {
      Files.writeString(group.resolve("cgroup.subtree_control"), "+memory +pids");
    }
    return new ControlGroups(List.of(parent));
  }

  /* The platform's own groups, by controller; version 2 has the empty name. */
  private static Map<String, Path> own() throws IOException {
    Map<String, Path> mounts = new HashMap<>();
    for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
      String[] fields = line.split(" ", -1);
      if (fields[2].equals("cgroup2")) {
        mounts.put("", Path.of(fields[1]));
      } else if (fields[2].equals("cgroup")) {
        Stream.of(fields[3].split(",", -1))
            .filter(CONTROLLERS::contains)
            .forEach(controller -> mounts.put(controller, Path.of(fields[1])));
      }
    }
    Map<String, Path> own = new HashMap<>();
    for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
      String[] fields = line.split(":", 3);
      for (String controller : fields[1].split(",", -1)) {
        Path mount = mounts.get(controller);
        if (mount != null) {
          own.put(controller, mount.resolve(fields[2].substring(1)));
        }
      }
    }
    return own;
  }

  boolean available() {
    return !parents.isEmpty();
  }

  /** A group for an instance, with its bounds set; empty where groups cannot be made. */
  Optional<ControlGroup> create(String instance, Limits limits) throws IOException {
    if (parents.isEmpty()) {
      return Optional.empty();
    }
    List<Path> directories = new ArrayList<>();
    for (Path parent : parents) {
      directories.add(Files.createDirectories(parent.resolve(instance)));
    }
    String memory = String.valueOf(limits.memoryMiB() * 1024L * 1024L);
    for (Path directory : directories) {
      set(directory, "memory.limit_in_bytes", memory);
      set(directory, "memory.memsw.limit_in_bytes", memory);
      set(directory, "memory.max", memory);
      set(directory, "memory.swap.max", "0");
      set(directory, "pids.max", String.valueOf(limits.processes()));
    }
    return Optional.of(new ControlGroup(directories));
  }

  private static void set(Path directory, String file, String value) throws IOException {
    Path target = directory.resolve(file);
    if (Files.exists(target)) {
      Files.writeString(target, value);
    }
  }

  /** The groups of instances that are there, left by this or an earlier run. */
  List<ControlGroup> existing() throws IOException {
    List<ControlGroup> found = new ArrayList<>();
    for (Path parent : parents) {
      try (Stream<Path> children = Files.list(parent)) {
        children
            .filter(Files::isDirectory)
            .forEach(child -> found.add(new ControlGroup(List.of(child))));
      }
    }
    return found;
  }

  /** Removes the groups that hold those of the instances. */
  void close() {
    new ControlGroup(parents).destroy();
  }
}
