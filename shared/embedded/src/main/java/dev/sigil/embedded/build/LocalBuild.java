package dev.sigil.embedded.build;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.build.Artifact;
import dev.sigil.core.build.BuildPlan;
import dev.sigil.core.build.BuildStep;
import dev.sigil.core.build.ImageBuilder.BuildRequest;
import dev.sigil.core.build.Language;
import dev.sigil.core.source.SourceFetcher;
import dev.sigil.core.source.SourceTree;
import dev.sigil.embedded.host.Directories;
import dev.sigil.embedded.host.ProcessTree;
import dev.sigil.embedded.log.LogPump;
import dev.sigil.embedded.log.LogSink.Writer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One build: fetches the tree into the place where its artifact will stay, runs the plan's steps
 * there, and writes {@code artifact.json} last. It is built in place because what package managers
 * install, such as a Python environment, names its own path. Used once, by one thread; {@link
 * #cancel} comes from any other.
 */
final class LocalBuild {
  /** Set in the environment of everything a build starts, so that strays can be found. */
  static final String MARKER = "SIGIL_BUILD";

  private static final int TAIL_LINES = 5;

  private final BuildRequest request;
  private final BuildSettings settings;
  private final SourceFetcher sources;
  private final BuildSandbox sandbox;
  private final Toolchains toolchains;
  private final Writer log;
  private final InstantSource clock;
  private final Artifact artifact;
  private final Path directory;
  private final Deque<String> tail = new ArrayDeque<>();
  private final AtomicReference<@Nullable Process> running = new AtomicReference<>();
  private volatile boolean cancelled;

  LocalBuild(
      BuildRequest request,
      BuildSettings settings,
      SourceFetcher sources,
      BuildSandbox sandbox,
      Toolchains toolchains,
      Writer log,
      InstantSource clock) {
    this.request = request;
    this.settings = settings;
    this.sources = sources;
    this.sandbox = sandbox;
    this.toolchains = toolchains;
    this.log = log;
    this.clock = clock;
    this.artifact = LocalArtifact.of(request);
    this.directory = LocalArtifact.directory(settings.artifacts(), artifact);
  }

  /**
   * Builds, or finds what an equal build made before.
   *
   * @throws SigilException when the source, the plan or this machine does not allow it
   * @throws dev.sigil.core.TransientException when the source could not be reached
   */
  Artifact run() {
    BuildPlan plan = request.plan();
    if (plan.runtime() == Language.CONTAINER) {
      throw new SigilException(
          ErrorCode.BUILD_TOOL_MISSING,
          "This server is built by its own Dockerfile, which needs a container engine; this"
              + " platform runs servers as processes.",
          "Say in mcp.yaml how to build and start it without a container, or deploy to Google"
              + " Cloud.");
    }
    try {
      if (LocalArtifact.exists(directory)) {
        say("The same commit was built before; its result is used again.");
        return artifact;
      }
      say("Builds on this machine are " + sandbox.description() + ".");
      Directories.delete(directory);
      build(plan);
      return artifact;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      if (!LocalArtifact.exists(directory)) {
        Directories.deleteQuietly(directory);
      }
    }
  }

  /** Stops the build; {@link #run} then fails. */
  void cancel() {
    cancelled = true;
    Process process = running.get();
    if (process != null) {
      ProcessTree.kill(process.toHandle());
    }
  }

  boolean cancelled() {
    return cancelled;
  }

  private void build(BuildPlan plan) throws IOException {
    Path files = Files.createDirectories(directory.resolve("files"));
    Path cache = settings.caches().resolve(request.workspace().value());
    Files.createDirectories(cache);
    for (BuildStep step : plan.steps()) {
      toolchains.require(step.command().getFirst(), plan.runtime(), inWords(step));
    }
    toolchains.require(plan.start().getFirst(), plan.runtime(), "start the server");
    fetch(files);
    long deadline = clock.millis() + settings.timeout().toMillis();
    for (BuildStep step : plan.steps()) {
      run(step, files, cache, deadline);
    }
    artifact(plan).write();
  }

  private void fetch(Path files) throws IOException {
    say("Fetching " + request.commit().abbreviated() + " of " + request.repository());
    try (SourceTree tree =
        sources.fetch(request.repository(), request.commit(), settings.limits())) {
      for (SourceTree.Entry entry : tree.files()) {
        Path target = files.resolve(entry.path());
        Files.createDirectories(target.getParent());
        try (InputStream content = tree.open(entry.path()).orElseThrow()) {
          Files.copy(content, target);
        }
        if (entry.executable()) {
          Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
      }
    }
  }

  private void run(BuildStep step, Path files, Path cache, long deadline) throws IOException {
    if (cancelled) {
      throw new SigilException(ErrorCode.BUILD_FAILED, "The build was cancelled.");
    }
    say(step.name() + ": " + String.join(" ", step.command()));
    tail.clear();
    Path folder = files.resolve(request.plan().folder()).normalize();
    if (!Files.isDirectory(folder)) {
      throw new SigilException(
          ErrorCode.BUILD_FAILED,
          "The folder " + request.plan().folder() + " is not in this commit.");
    }
    int exit = execute(step, files, cache, folder, deadline);
    if (exit != 0) {
      throw new SigilException(
          ErrorCode.BUILD_FAILED,
          cancelled
              ? "The build was cancelled."
              : "The step \""
                  + step.name()
                  + "\" ended with exit code "
                  + exit
                  + ": "
                  + String.join(" | ", tail));
    }
  }

  private int execute(BuildStep step, Path files, Path cache, Path folder, long deadline)
      throws IOException {
    Path home = cache.resolve("home");
    String visibleHome = sandbox.isolates() ? BuildSandbox.HOME : home.toString();
    SortedMap<String, String> environment =
        BuildEnvironment.of(
            request.plan(),
            toolchains,
            settings.environment(),
            cache,
            visibleHome,
            request.release().value());
    ProcessBuilder builder =
        new ProcessBuilder(sandbox.command(files, cache, folder, environment, step.command()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.directory(folder.toFile());
    builder.redirectErrorStream(true);
    Process process = builder.start();
    running.set(process);
    if (cancelled) {
      ProcessTree.kill(process.toHandle());
    }
    process.getOutputStream().close();
    Thread pump =
        Thread.startVirtualThread(
            new LogPump(process.getInputStream(), clock, this::output, this::say));
    try {
      boolean ended =
          process.waitFor(Math.max(1, deadline - clock.millis()), TimeUnit.MILLISECONDS);
      if (!ended) {
        throw new SigilException(
            ErrorCode.BUILD_TIMEOUT,
            "The build took longer than " + inWords(settings.timeout()) + ".");
      }
      pump.join(Duration.ofSeconds(5));
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SigilException(ErrorCode.BUILD_FAILED, "The platform stopped during the build.");
    } finally {
      ProcessTree.kill(process.toHandle());
      ProcessTree.killMarked(MARKER, request.release().value());
      running.set(null);
    }
  }

  private LocalArtifact artifact(BuildPlan plan) {
    SortedMap<String, String> environment = new TreeMap<>(plan.environment());
    if (plan.runtime() == Language.JAVA) {
      toolchains.javaHome().ifPresent(home -> environment.put("JAVA_HOME", home.toString()));
    }
    return new LocalArtifact(
        directory,
        plan.runtime(),
        plan.start(),
        plan.folder(),
        environment,
        toolchains.path(plan.runtime()).stream().map(Path::toString).toList());
  }

  private void output(String line) {
    synchronized (tail) {
      if (!line.isBlank()) {
        tail.addLast(line.strip());
      }
      if (tail.size() > TAIL_LINES) {
        tail.removeFirst();
      }
    }
    log.line(Writer.STDOUT, line);
  }

  private void say(String line) {
    log.line(Writer.PLATFORM, line);
  }

  private static String inWords(BuildStep step) {
    return "run the step \"" + step.name() + "\"";
  }

  private static String inWords(Duration duration) {
    return duration.toSeconds() < 120
        ? duration.toSeconds() + " seconds"
        : duration.toMinutes() + " minutes";
  }
}
