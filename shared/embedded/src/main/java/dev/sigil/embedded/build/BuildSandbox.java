package dev.sigil.embedded.build;

import dev.sigil.embedded.host.HostTools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * The command line that a build's step is run by: with bubblewrap it sees the system read-only, its
 * own tree and its workspace's download cache, and nothing else of this machine; the network stays
 * open, since builds download. Pure.
 */
record BuildSandbox(HostTools tools, int memoryMiB, List<Path> toolPath) {
  private static final String USER = "1000";
  static final String HOME = "/home/build";

  boolean isolates() {
    return tools.bubblewrap().isPresent();
  }

  /** What keeps builds apart, for their log. */
  String description() {
    return isolates()
        ? "isolated by bubblewrap"
        : "not isolated from this machine's files: bubblewrap is not installed";
  }

  /**
   * The program and arguments to start.
   *
   * @param files the tree, writable
   * @param cache the workspace's downloads, writable
   * @param folder where the step runs
   */
  List<String> command(
      Path files,
      Path cache,
      Path folder,
      SortedMap<String, String> environment,
      List<String> step) {
    List<String> line = new ArrayList<>();
    tools.setsid().ifPresent(setsid -> line.add(setsid.toString()));
    tools.nice().ifPresent(nice -> line.addAll(List.of(nice.toString(), "-n", "10")));
    if (isolates()) {
      line.addAll(bubblewrap(files, cache, folder, environment));
    }
    tools.prlimit().ifPresent(prlimit -> line.addAll(limits(prlimit)));
    line.addAll(step);
    return line;
  }

  private List<String> bubblewrap(
      Path files, Path cache, Path folder, SortedMap<String, String> environment) {
    Line line = new Line(new ArrayList<>());
    line.add(tools.bubblewrap().orElseThrow().toString());
    line.add("--unshare-user", "--uid", USER, "--gid", USER);
    line.add("--unshare-pid", "--unshare-ipc", "--unshare-uts", "--hostname", "build");
    line.add("--cap-drop", "ALL", "--die-with-parent", "--new-session");
    line.arguments().addAll(tools.systemView());
    toolPath.forEach(line::readOnly);
    wheels(environment).forEach(line::readOnly);
    line.add("--ro-bind-try", "/etc/maven", "/etc/maven");
    line.add("--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp", "--tmpfs", HOME);
    line.add("--bind", files.toString(), files.toString());
    line.add("--bind", cache.toString(), cache.toString());
    line.add("--chdir", folder.toString(), "--clearenv");
    for (Map.Entry<String, String> variable : environment.entrySet()) {
      line.add("--setenv", variable.getKey(), variable.getValue());
    }
    line.add("--");
    return line.arguments();
  }

  /* A folder of wheels is a registry too when pip is told of it. */
  private static List<Path> wheels(SortedMap<String, String> environment) {
    return Stream.of(environment.getOrDefault("PIP_FIND_LINKS", "").split(" ", -1))
        .filter(place -> place.startsWith("/"))
        .map(Path::of)
        .filter(Files::isDirectory)
        .toList();
  }

  private List<String> limits(Path prlimit) {
    List<String> line = new ArrayList<>();
    line.add(prlimit.toString());
    line.add("--core=0");
    line.add("--nofile=8192");
    line.add("--fsize=" + (2L << 30));
    line.add("--data=" + ((long) memoryMiB << 20));
    if (isolates()) {
      line.add("--nproc=2048");
    }
    line.add("--");
    return line;
  }

  private record Line(List<String> arguments) {
    void add(String... more) {
      arguments.addAll(List.of(more));
    }

    void readOnly(Path path) {
      add("--ro-bind", path.toString(), path.toString());
    }
  }
}
