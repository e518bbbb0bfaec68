package dev.sigil.embedded.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Processes of this machine as the kernel lists them. */
public final class ProcessTree {
  private static final Path PROC = Path.of("/proc");
  private static final int START_TIME = 19;

  private ProcessTree() {}

  /** Asks everything below a process to end, and the process itself unless it only watches. */
  public static void terminate(ProcessHandle root, boolean rootWatches) {
    List<ProcessHandle> below = root.descendants().toList();
    below.forEach(ProcessHandle::destroy);
    if (!rootWatches || below.isEmpty()) {
      root.destroy();
    }
  }

  /** Kills a process and everything below it. */
  public static void kill(ProcessHandle root) {
    List<ProcessHandle> below = root.descendants().toList();
    root.destroyForcibly();
    below.forEach(ProcessHandle::destroyForcibly);
  }

  /** Kills what carries this variable in its environment, however it got away from its parent. */
  public static void killMarked(String name, String value) {
    String marker = name + "=" + value;
    marked(marker).forEach(ProcessTree::kill);
  }

  private static List<ProcessHandle> marked(String marker) {
    try (Stream<Path> entries = Files.list(PROC)) {
      return entries
          .filter(entry -> entry.getFileName().toString().matches("[0-9]{1,10}"))
          .filter(entry -> hasVariable(entry, marker))
          .flatMap(entry -> handle(entry).stream())
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static Optional<ProcessHandle> handle(Path entry) {
    return ProcessHandle.of(Long.parseLong(entry.getFileName().toString(), 10));
  }

  private static boolean hasVariable(Path entry, String marker) {
    try {
      byte[] environment = Files.readAllBytes(entry.resolve("environ"));
      String text = "\0" + new String(environment, StandardCharsets.UTF_8);
      return text.contains("\0" + marker + "\0");
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * When a process started, in the kernel's own unit: with its number, the identity of a process
   * for as long as the machine runs. Empty when there is none.
   */
  public static Optional<String> startTime(long pid) {
    try {
      String stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
      String afterName = stat.substring(stat.lastIndexOf(')') + 2);
      return Optional.of(afterName.split(" ", -1)[START_TIME]);
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
