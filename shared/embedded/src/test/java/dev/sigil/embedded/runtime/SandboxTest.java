package dev.sigil.embedded.runtime;

import dev.sigil.embedded.host.HostTools;
import dev.sigil.embedded.runtime.Sandbox.Accounts;
import dev.sigil.testkit.golden.GoldenFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SandboxTest {
  private static final HostTools TOOLS =
      new HostTools(
          Path.of("/usr/bin/sh"),
          Optional.of(Path.of("/usr/bin/setsid")),
          Optional.of(Path.of("/usr/bin/nice")),
          Optional.of(Path.of("/usr/bin/prlimit")),
          Optional.of(Path.of("/usr/bin/unshare")),
          Optional.of(Path.of("/usr/bin/bwrap")),
          List.of(Path.of("/bin"), Path.of("/lib")),
          List.of(Path.of("/usr")),
          List.of(Path.of("/etc/resolv.conf"), Path.of("/etc/ssl/certs")));

  @Test
  void command_everythingAvailable_isAsReviewed() {
    check("bubblewrap", new Sandbox(TOOLS, true, true, true, true, accounts()), groups());
  }

  @Test
  void command_ordinaryUserWithoutGroups_isAsReviewed() {
    check("ordinary-user", new Sandbox(TOOLS, true, true, false, false, accounts()), List.of());
  }

  @Test
  void command_nothingAvailable_isAsReviewed() {
    check("processes", new Sandbox(TOOLS, false, false, false, false, accounts()), List.of());
  }

  private static void check(String name, Sandbox sandbox, List<Path> groups) {
    Path directory = Path.of("/data/instances/0123456789abcdef");
    Confinement instance =
        new Confinement(
            directory,
            Path.of("/data/artifacts/sha256-aa/files"),
            "server",
            Path.of("/data/data/server0001"),
            List.of(Path.of("/opt/python")),
            groups,
            new Limits(512, 512, 4096, 1024, 256),
            new TreeMap<>(Map.of("PORT", "18000", "API_TOKEN", "secret")),
            List.of("node", "index.js", "--name", "$(id); rm -rf /"));
    StringBuilder text = new StringBuilder();
    sandbox.command(instance).forEach(argument -> text.append(argument).append('\n'));
    text.append("\n# standard input\n");
    if (sandbox.bubblewrap()) {
      sandbox.isolation(instance).forEach(argument -> text.append(argument).append('\n'));
    }
    new GoldenFile(Path.of("src/test/resources/sandbox", name + ".txt"), "shared/embedded")
        .check(text.toString());
  }

  private static List<Path> groups() {
    return List.of(
        Path.of("/sys/fs/cgroup/memory/sigil/i"), Path.of("/sys/fs/cgroup/pids/sigil/i"));
  }

  private static Accounts accounts() {
    return new Accounts(Path.of("/data/etc/passwd"), Path.of("/data/etc/group"));
  }
}
