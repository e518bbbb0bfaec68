package dev.sigil.embedded.source;

import dev.sigil.core.TransientException;
import dev.sigil.embedded.host.ProcessTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs the git program so that neither the machine's nor a repository's configuration decides what
 * it does: no hooks, no filters, no prompts, no transports but https, http, ssh and file.
 */
final class Git {
  private static final int MAX_OUTPUT = 8 << 20;
  private static final int MAX_ERROR = 64 << 10;
  private static final List<String> PASSED_ON =
      List.of(
          "PATH",
          "HOME",
          "SSH_AUTH_SOCK",
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "NO_PROXY",
          "http_proxy",
          "https_proxy",
          "no_proxy",
          "GIT_SSL_CAINFO",
          "SSL_CERT_FILE",
          "SSL_CERT_DIR");

  private final Optional<Path> prlimit;
  private final Map<String, String> machine;
  private final ScheduledExecutorService timer;
  private final long maxFileBytes;

  /**
   * A runner of git.
   *
   * @param machine the platform's own environment, of which a few variables are passed on
   * @param prlimit the program that bounds git; without it only time does
   * @param maxFileBytes the largest file that git may write, and so the largest download
   */
  Git(
      Optional<Path> prlimit,
      Map<String, String> machine,
      ScheduledExecutorService timer,
      long maxFileBytes) {
    this.prlimit = prlimit;
    this.machine = machine;
    this.timer = timer;
    this.maxFileBytes = maxFileBytes;
  }

  /** How a command ended. {@code exit} is negative when it was killed for its time. */
  record Result(int exit, String text, String error) {
    boolean succeeded() {
      return exit == 0;
    }

    boolean timedOut() {
      return exit < 0;
    }
  }

  /** Reads a command's output while it runs; returning early ends the command. */
  @FunctionalInterface
  interface Conversation<T> {
    T hold(Process process) throws IOException;
  }

  /** Runs to the end; output beyond 8 MiB is an error, since nothing honest is that long. */
  Result run(Path directory, Duration timeout, String... arguments) {
    return converse(
        directory,
        timeout,
        process -> {
          process.getOutputStream().close();
          CompletableFuture<byte[]> error = drain(process.getErrorStream());
          byte[] output = process.getInputStream().readNBytes(MAX_OUTPUT);
          if (output.length == MAX_OUTPUT) {
            throw new IOException("git wrote more than expected");
          }
          String message = new String(error.join(), StandardCharsets.UTF_8);
          return new Result(exitCode(process), new String(output, StandardCharsets.UTF_8), message);
        },
        arguments);
  }

  /** Runs a command and lets {@code conversation} talk to it. */
  <T> T converse(
      Path directory, Duration timeout, Conversation<T> conversation, String... arguments) {
    ProcessBuilder builder = new ProcessBuilder(command(arguments)).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment());
    try {
      Process process = builder.start();
      ScheduledFuture<?> limit =
          timer.schedule(
              () -> ProcessTree.kill(process.toHandle()),
              timeout.toMillis(),
              TimeUnit.MILLISECONDS);
      try {
        return conversation.hold(process);
      } finally {
        limit.cancel(false);
        ProcessTree.kill(process.toHandle());
      }
    } catch (IOException e) {
      throw new TransientException("git could not be run to its end", e);
    }
  }

  private List<String> command(String... arguments) {
    List<String> command = new ArrayList<>();
    prlimit.ifPresent(
        program ->
            command.addAll(
                List.of(program.toString(), "--fsize=" + maxFileBytes, "--core=0", "--")));
    command.add("git");
    for (String setting :
        List.of(
            "core.hooksPath=/dev/null",
            "core.fsmonitor=false",
            "core.symlinks=false",
            "credential.helper=",
            "protocol.version=2",
            "submodule.recurse=false",
            "fetch.recurseSubmodules=false",
            "fetch.unpackLimit=1",
            "transfer.unpackLimit=1",
            "fetch.writeCommitGraph=false",
            "gc.auto=0",
            "maintenance.auto=false",
            "pack.threads=1",
            "http.lowSpeedLimit=1000",
            "http.lowSpeedTime=30")) {
      command.add("-c");
      command.add(setting);
    }
    command.addAll(List.of(arguments));
    return command;
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    PASSED_ON.forEach(
        name -> {
          String value = machine.get(name);
          if (value != null) {
            environment.put(name, value);
          }
        });
    environment.putAll(
        Map.of(
            "LC_ALL", "C",
            "GIT_TERMINAL_PROMPT", "0",
            "GIT_ASKPASS", "/bin/false",
            "GIT_CONFIG_NOSYSTEM", "1",
            "GIT_CONFIG_SYSTEM", "/dev/null",
            "GIT_CONFIG_GLOBAL", "/dev/null",
            "GIT_ALLOW_PROTOCOL", "https:http:ssh:file",
            "GIT_LFS_SKIP_SMUDGE", "1",
            "GIT_NO_REPLACE_OBJECTS", "1",
            "GIT_SSH_COMMAND", "ssh -oBatchMode=yes -oConnectTimeout=15"));
    return environment;
  }

  private static int exitCode(Process process) throws IOException {
    try {
      int exit = process.waitFor();
      return exit == 128 + 9 ? -1 : exit;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static CompletableFuture<byte[]> drain(InputStream stream) {
    CompletableFuture<byte[]> read = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try (stream) {
                byte[] kept = stream.readNBytes(MAX_ERROR);
                stream.transferTo(OutputStream.nullOutputStream());
                read.complete(kept);
              } catch (IOException e) {
                read.complete(new byte[0]);
              }
            });
    return read;
  }
}
