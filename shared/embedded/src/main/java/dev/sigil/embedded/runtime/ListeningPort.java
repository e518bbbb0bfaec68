package dev.sigil.embedded.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whose socket listens on a port. A server that guesses a neighbour's port and takes it first would
 * be given the neighbour's requests; so a port counts only when a process of the instance holds it.
 */
record ListeningPort(int port) {
  private static final String LISTENING = "0A";
  private static final int LOCAL_ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  /**
   * Whether every socket that listens on the port is held by one of these processes; true where the
   * kernel does not tell.
   */
  boolean isHeldBy(Stream<ProcessHandle> processes) {
    Set<String> listening;
    try {
      listening = listening();
    } catch (IOException e) {
      return true;
    }
    Set<String> held = new HashSet<>();
    processes.forEach(process -> held.addAll(sockets(process.pid())));
    return held.containsAll(listening);
  }

  private Set<String> listening() throws IOException {
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    Set<String> inodes = new HashSet<>();
    for (String table : List.of("tcp", "tcp6")) {
      Path file = Path.of("/proc/self/net", table);
      if (!Files.exists(file)) {
        continue;
      }
      for (String line : Files.readAllLines(file)) {
        String[] fields = line.strip().split("\\s+", -1);
        if (fields[LOCAL_ADDRESS].endsWith(suffix) && fields[STATE].equals(LISTENING)) {
          inodes.add("socket:[" + fields[INODE] + "]");
        }
      }
    }
    return inodes;
  }

  private static Set<String> sockets(long pid) {
    Set<String> held = new HashSet<>();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc", String.valueOf(pid), "fd"))) {
      for (Path descriptor : descriptors.toList()) {
        held.add(Files.readSymbolicLink(descriptor).toString());
      }
    } catch (IOException e) {
      /* The process or a descriptor went while it was read; a later look sees the rest. */
      return held;
    }
    return held;
  }
}
