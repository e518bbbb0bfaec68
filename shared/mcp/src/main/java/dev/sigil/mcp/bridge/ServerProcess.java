package dev.sigil.mcp.bridge;

import dev.sigil.mcp.bridge.http.MemoryBudget;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * The MCP server of one session: a child process, a thread per pipe. Nothing the process does with
 * its pipes can block the caller of a method here. Thread-safe.
 */
final class ServerProcess {
  private static final int MAX_LOG_LINE = 8 * 1024;
  private static final int MAX_UNREAD = 4_096;
  private static final long STACK_BYTES = 192L * 1024;
  private static final long CLOSE_MILLIS = 200;
  private static final long TERMINATE_MILLIS = 2_000;
  private static final long ORPHAN_MILLIS = 300;
  private static final byte[] STOP = new byte[0];

  private final Process process;
  private final ProcessTree tree;
  private final int maxLine;
  private final MemoryBudget budget;
  private final MemoryBudget share = MemoryBudget.share();
  private final Consumer<String> log;
  private final BlockingQueue<byte[]> input = new LinkedBlockingQueue<>();
  private final AtomicBoolean ending = new AtomicBoolean();

  /** Told what the process says, in order, on one thread. */
  interface Listener {
    void onLine(byte[] line);

    /** The process says nothing more. Called once, last. */
    void onEnd(String reason);
  }

  private ServerProcess(
      Process process, ProcessTree tree, int maxLine, MemoryBudget budget, Consumer<String> log) {
    this.process = process;
    this.tree = tree;
    this.maxLine = maxLine;
    this.budget = budget;
    this.log = log;
  }

  /**
   * Starts a process.
   *
   * @param mark unique to this process among all that run on the machine
   * @throws IOException when the command cannot be run
   */
  static ServerProcess start(
      List<String> command, String mark, int maxLine, MemoryBudget budget, Consumer<String> log)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put(ProcessTree.MARK, mark);
    Process process = builder.start();
    ServerProcess server =
        new ServerProcess(process, new ProcessTree(process.toHandle(), mark), maxLine, budget, log);
    server.thread("stdin", server::writeInput);
    server.thread("stderr", server::copyErrors);
    return server;
  }

  /** Calls back with the exit code, on any thread. */
  void onExit(IntConsumer action) {
    CompletableFuture<Void> unused =
        process.onExit().thenAccept(ended -> action.accept(ended.exitValue()));
  }

  /** Starts to listen; what the process said before is heard first. To be called once. */
  void listen(Listener listener) {
    thread("stdout", () -> readOutput(listener));
    Executor later =
        CompletableFuture.delayedExecutor(
            ORPHAN_MILLIS, TimeUnit.MILLISECONDS, task -> thread("orphans", task));
    CompletableFuture<Void> unused = process.onExit().thenRunAsync(tree::kill, later);
  }

  /** Hands a message to the process; false when too much is left unread, by it or by others. */
  boolean send(byte[] message) {
    return !ending.get() && input.size() < MAX_UNREAD && take(message.length) && input.add(message);
  }

  private boolean take(int bytes) {
    if (!share.take(bytes)) {
      return false;
    }
    boolean granted = budget.take(bytes);
    if (!granted) {
      share.giveBack(bytes);
    }
    return granted;
  }

  private void giveBack(int bytes) {
    share.giveBack(bytes);
    budget.giveBack(bytes);
  }

  /**
   * Ends the process as the specification says a client should (2025-11-25, lifecycle: shutdown):
   * its input is closed, then it is asked to terminate, then it is killed with all it started.
   */
  void end() {
    if (ending.compareAndSet(false, true)) {
      thread("end", this::endNow);
    }
  }

  /** As {@link #end}, and waits until it is done. */
  void endNow() {
    ending.set(true);
    input.add(STOP);
    try {
      if (!process.waitFor(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
        process.destroy();
        boolean unused = process.waitFor(TERMINATE_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      tree.kill();
    }
  }

  private void writeInput() {
    try (OutputStream out = process.getOutputStream()) {
      for (byte[] message = input.take(); message != STOP; message = input.take()) {
        out.write(message);
        out.write('\n');
        giveBack(message.length);
        if (input.isEmpty()) {
          out.flush();
        }
      }
    } catch (IOException e) {
      log.accept("the server closed its input");
      end();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ending.set(true);
      discardInput();
    }
  }

  private void discardInput() {
    for (byte[] message = input.poll(); message != null; message = input.poll()) {
      giveBack(message.length);
    }
  }

  private void readOutput(Listener listener) {
    String reason = "the server process ended its output";
    LineReader lines = new LineReader(process.getInputStream(), maxLine, budget);
    try {
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        listener.onLine(line);
      }
      if (process.waitFor(CLOSE_MILLIS, TimeUnit.MILLISECONDS)) {
        reason = "the server process ended with exit code " + process.exitValue();
      }
    } catch (LineReader.TooLongException e) {
      reason = "the server sent " + e.getMessage();
    } catch (IOException e) {
      reason = "the server's output cannot be read";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lines.giveBack();
      end();
      listener.onEnd(reason);
    }
  }

  private void copyErrors() {
    try (InputStream err = process.getErrorStream()) {
      LineReader lines = new LineReader(err, MAX_LOG_LINE, budget);
      boolean more = true;
      while (more) {
        more = copyLine(lines);
      }
    } catch (IOException e) {
      // The JDK closes the pipe under its reader when the process ends: there is no more to copy.
    }
  }

  private boolean copyLine(LineReader lines) throws IOException {
    try {
      byte[] line = lines.next();
      if (line != null) {
        log.accept(new String(line, StandardCharsets.UTF_8));
      }
      return line != null;
    } catch (LineReader.TooLongException e) {
      log.accept("(a line of more than " + MAX_LOG_LINE + " bytes was left out)");
      return lines.skipRest(Long.MAX_VALUE);
    }
  }

  private void thread(String pipe, Runnable work) {
    Thread.ofPlatform()
        .daemon()
        .name("server-" + process.pid() + "-" + pipe)
        .stackSize(STACK_BYTES)
        .start(work);
  }
}
