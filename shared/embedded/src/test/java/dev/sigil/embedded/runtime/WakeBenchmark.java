package dev.sigil.embedded.runtime;

import dev.sigil.core.build.Artifact;
import dev.sigil.core.build.Scaling;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.embedded.host.Directories;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * How long a sleeping server takes to its first answer, and a running one to each, against the same
 * program started and called by hand. Run by {@code scripts/bench/wake}.
 */
final class WakeBenchmark {
  private static final DeploymentId SERVER = new DeploymentId("server0001");
  private static final int WARM_PER_ROUND = 100;

  private WakeBenchmark() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    int rounds = Integer.parseInt(arguments[0]);
    Path directory = Files.createTempDirectory("sigil-wake-");
    List<Long> wake = new ArrayList<>();
    List<Long> bare = new ArrayList<>();
    List<Long> warm = new ArrayList<>();
    List<Long> direct = new ArrayList<>();
    try (ProcessFixture fixture = new ProcessFixture(directory, true, RuntimeSettings.DEFAULT)) {
      Artifact artifact = fixture.programs.answering("'hello'");
      fixture.serve(fixture.spec(SERVER, 1, Scaling.DEFAULT, artifact));
      Path program = directory.resolve("bare.py");
      Files.writeString(program, Programs.SERVER.formatted("'hello'"));
      System.out.println("isolation: " + fixture.runtime().isolation());
      for (int round = 0; round < rounds; round++) {
        fixture.runtime().pause(SERVER);
        fixture.runtime().resume(SERVER);
        wake.add(timed(() -> fixture.get(SERVER)));
        for (int i = 0; i < WARM_PER_ROUND; i++) {
          warm.add(timed(() -> fixture.get(SERVER)));
        }
        startByHand(fixture, program, bare, direct);
      }
    } finally {
      Directories.delete(directory);
    }
    report("cold: sleeping to first answer", wake, "bare process to first answer", bare);
    report("warm: lease and answer", warm, "direct answer", direct);
  }

  private static void startByHand(
      ProcessFixture fixture, Path program, List<Long> bare, List<Long> direct)
      throws IOException, InterruptedException {
    PortAllocator ports = new PortAllocator(new Random());
    int port = ports.take();
    URI uri = URI.create("http://127.0.0.1:" + port + "/mcp");
    ProcessBuilder builder =
        new ProcessBuilder("/usr/bin/python3", program.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("PORT", String.valueOf(port));
    List<Process> started = new ArrayList<>();
    bare.add(
        timed(
            () -> {
              started.add(start(builder));
              Optional<String> address =
                  Readiness.await(port, Duration.ofSeconds(60), any -> true, () -> false);
              if (address.isEmpty()) {
                throw new IllegalStateException("the bare server does not listen");
              }
              fixture.get(uri);
            }));
    for (int i = 0; i < WARM_PER_ROUND; i++) {
      direct.add(timed(() -> fixture.get(uri)));
    }
    started.getFirst().destroyForcibly().waitFor();
  }

  private static Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long timed(Runnable action) {
    long start = System.nanoTime();
    action.run();
    return System.nanoTime() - start;
  }

  private static void report(String name, List<Long> ours, String otherName, List<Long> other) {
    print(name, ours);
    print(otherName, other);
    System.out.printf(
        "%-34s p50 %.2f×  p99 %.2f×%n",
        "ratio",
        percentile(ours, 50) / percentile(other, 50),
        percentile(ours, 99) / percentile(other, 99));
  }

  private static void print(String name, List<Long> nanos) {
    System.out.printf(
        "%-34s p50 %.2f ms  p99 %.2f ms  (%d runs)%n",
        name, percentile(nanos, 50), percentile(nanos, 99), nanos.size());
  }

  private static double percentile(List<Long> nanos, int percent) {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] / 1e6;
  }
}
