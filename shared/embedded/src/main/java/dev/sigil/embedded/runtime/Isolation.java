package dev.sigil.embedded.runtime;

import dev.sigil.embedded.host.Directories;
import dev.sigil.embedded.host.HostTools;
import dev.sigil.embedded.runtime.Sandbox.Accounts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * What this machine allows, found by trying it once.
 *
 * @param name short, for {@link dev.sigil.core.deploy.ServerStatus#isolation}
 * @param report one sentence for each thing that servers are not kept from
 */
record Isolation(Sandbox sandbox, ControlGroups groups, String name, List<String> report) {
  private static final Limits PROBE = new Limits(64, 64, 64, 64, 16);
  private static final long PROBE_SECONDS = 20;

  static Isolation detect(RuntimeConfig config) throws IOException {
    HostTools tools = HostTools.detect();
    ControlGroups groups = ControlGroups.open(config.data());
    Accounts accounts = accounts(Directories.make(config.data().resolve("etc")));
    boolean superuser = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    boolean bounded = groups.available();
    Sandbox plain = new Sandbox(tools, false, false, superuser, bounded, accounts);
    Sandbox wrapped = new Sandbox(tools, true, false, superuser, bounded, accounts);
    Sandbox layered = new Sandbox(tools, true, true, superuser, bounded, accounts);
    Sandbox chosen = plain;
    if (config.bubblewrap() && tools.bubblewrap().isPresent()) {
      boolean layers = tools.unshare().isPresent() && works(layered, config);
      chosen = layers ? layered : works(wrapped, config) ? wrapped : plain;
    }
    return new Isolation(chosen, groups, name(chosen), report(chosen));
  }

  private static String name(Sandbox sandbox) {
    return (sandbox.bubblewrap() ? "bubblewrap" : "processes")
        + (sandbox.memoryByGroup() ? "+cgroup" : "");
  }

  private static List<String> report(Sandbox sandbox) {
    List<String> report = new ArrayList<>();
    if (!sandbox.bubblewrap()) {
      report.add(
          "bubblewrap is missing or not allowed here: servers can read what this user can read.");
    }
    if (!sandbox.memoryByGroup()) {
      report.add("control groups cannot be made here: memory is bounded for each process alone.");
    }
    if (sandbox.bubblewrap() && !sandbox.overlay()) {
      report.add("overlay mounts are not allowed here: each instance gets a copy on disk.");
    }
    report.add("servers share this machine's network, its loopback included.");
    return report;
  }

  private static boolean works(Sandbox sandbox, RuntimeConfig config) throws IOException {
    Path directory = Directories.make(config.data().resolve("probe"));
    Path program = Directories.make(directory.resolve("source"));
    Path data = Directories.make(directory.resolve("data"));
    Confinement probe =
        new Confinement(
            directory,
            program,
            "",
            data,
            List.of(),
            List.of(),
            PROBE,
            new TreeMap<>(),
            List.of("/bin/sh", "-c", "echo > written"));
    Directories.make(probe.layer());
    Directories.make(probe.copy());
    Process process =
        new ProcessBuilder(sandbox.command(probe))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var stdin = process.getOutputStream()) {
      stdin.write(sandbox.arguments(probe));
    } catch (IOException e) {
      return false;
    }
    try {
      return process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      process.destroyForcibly();
      Directories.delete(directory);
    }
  }

  private static Accounts accounts(Path directory) throws IOException {
    String passwd =
        "server:x:%s:%s::%s:/bin/sh\n".formatted(Sandbox.USER, Sandbox.USER, Sandbox.HOME);
    String group = "server:x:%s:\n".formatted(Sandbox.USER);
    return new Accounts(
        Files.writeString(directory.resolve("passwd"), passwd, StandardCharsets.UTF_8),
        Files.writeString(directory.resolve("group"), group, StandardCharsets.UTF_8));
  }
}
