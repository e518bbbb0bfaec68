package dev.sigil.mcp.bridge;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process and whatever it started, found by a mark in the environment that children inherit. A
 * process that leaves its parent and its group behind still carries the mark.
 */
final class ProcessTree {
  static final String MARK = "SIGIL_BRIDGE_CHILD";

  private final ProcessHandle root;
  private final byte[] mark;

  ProcessTree(ProcessHandle root, String mark) {
    this.root = root;
    this.mark = (MARK + "=" + mark).getBytes(StandardCharsets.US_ASCII);
  }

  /** Kills every process of the tree that still runs, and waits a moment for their end. */
  void kill() {
    Stream<ProcessHandle> marked = ProcessHandle.allProcesses().filter(this::isMarked);
    List<ProcessHandle> running =
        Stream.of(Stream.of(root), root.descendants(), marked)
            .flatMap(handles -> handles)
            .distinct()
            .filter(ProcessHandle::isAlive)
            .toList();
    running.forEach(ProcessHandle::destroyForcibly);
    CompletableFuture<?>[] ends =
        running.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
    CompletableFuture.anyOf(
            CompletableFuture.allOf(ends),
            CompletableFuture.runAsync(
                () -> {}, CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS)))
        .join();
  }

  /* Unreadable means another user's or gone: not ours to end. */
  private boolean isMarked(ProcessHandle handle) {
    Path environment = Path.of("/proc", Long.toString(handle.pid()), "environ");
    try {
      return Files.isReadable(environment) && contains(Files.readAllBytes(environment), mark);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean contains(byte[] text, byte[] part) {
    for (int at = 0; at <= text.length - part.length; at++) {
      if (Arrays.equals(text, at, at + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }
}
