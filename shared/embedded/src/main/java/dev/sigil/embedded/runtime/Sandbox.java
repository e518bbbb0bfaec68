package dev.sigil.embedded.runtime;

import dev.sigil.embedded.host.HostTools;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The command line that starts an instance: pure, so that a person can read what a server is put
 * into. The two shell scripts are constant; what varies reaches them as arguments.
 *
 * @param bubblewrap whether the server gets namespaces of its own
 * @param overlay whether its writable copy is a layer in memory; else it was copied before
 * @param superuser whether the platform runs as one, and mounts without a user namespace
 * @param memoryByGroup whether a control group bounds memory, and no limit per process need
 * @param accounts files that stand in for {@code /etc/passwd} and {@code /etc/group}
 */
record Sandbox(
    HostTools tools,
    boolean bubblewrap,
    boolean overlay,
    boolean superuser,
    boolean memoryByGroup,
    Accounts accounts) {
  /** Inside, every server has the same user, home and data directory. */
  static final String USER = "1000";

  static final String HOME = "/home/server";
  static final String DATA = "/data";

  private static final int NICENESS = 5;

  /* Joins the control groups named before the dashes, then becomes the rest. */
  private static final String JOIN =
      "while [ \"$1\" != -- ]; do echo $$ > \"$1/cgroup.procs\"; shift; done; shift; exec \"$@\"";

  /* Lays a writable layer in memory over the program, then becomes the rest. */
  private static final String LAYER =
      "mount -t tmpfs -o \"size=$4,mode=0700\" tmpfs \"$2\""
          + " && mkdir \"$2/upper\" \"$2/work\""
          + " && mount -t overlay"
          + " -o \"lowerdir=$1,upperdir=$2/upper,workdir=$2/work\" overlay \"$3\""
          + " && shift 4 && exec \"$@\"";

  /** The account files that a server sees. */
  record Accounts(Path passwd, Path group) {}

  /** What is run; with bubblewrap it reads {@link #arguments} from its standard input. */
  List<String> command(Confinement instance) {
    List<String> line = new ArrayList<>();
    tools.setsid().ifPresent(setsid -> line.add(setsid.toString()));
    tools
        .nice()
        .ifPresent(nice -> line.addAll(List.of(nice.toString(), "-n", String.valueOf(NICENESS))));
    if (!instance.controlGroups().isEmpty()) {
      line.addAll(List.of(tools.shell().toString(), "-c", JOIN, "join"));
      instance.controlGroups().forEach(group -> line.add(group.toString()));
      line.add("--");
    }
    if (bubblewrap) {
      if (overlay) {
        line.addAll(layer(instance));
      }
      line.addAll(List.of(tools.bubblewrap().orElseThrow().toString(), "--args", "0", "--"));
    }
    line.addAll(bounded(instance));
    return line;
  }

  private List<String> layer(Confinement instance) {
    List<String> line = new ArrayList<>();
    line.add(tools.unshare().orElseThrow().toString());
    if (!superuser) {
      line.addAll(List.of("--user", "--map-root-user"));
    }
    line.addAll(List.of("--mount", "--propagation", "private"));
    line.addAll(List.of(tools.shell().toString(), "-c", LAYER, "layer"));
    line.add(instance.program().toString());
    line.add(instance.layer().toString());
    line.add(instance.copy().toString());
    line.add(mebibytes(instance.limits().scratchMiB()));
    return line;
  }

  /* Bounds on each process are set last, inside, so that they do not bind what sets them up. */
  private List<String> bounded(Confinement instance) {
    Limits limits = instance.limits();
    if (tools.prlimit().isEmpty()) {
      return instance.command();
    }
    List<String> line = new ArrayList<>();
    line.add(tools.prlimit().get().toString());
    line.add("--core=0");
    line.add("--nofile=" + limits.openFiles());
    line.add("--fsize=" + mebibytes(limits.fileMiB()));
    if (bubblewrap) {
      line.add("--nproc=" + limits.processes());
    }
    if (!memoryByGroup) {
      line.add("--data=" + mebibytes(2 * limits.memoryMiB()));
    }
    line.add("--");
    line.addAll(instance.command());
    return line;
  }

  /** Bubblewrap's arguments, each ended by a zero byte: there secrets show in no process list. */
  byte[] arguments(Confinement instance) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String argument : isolation(instance)) {
      out.writeBytes(argument.getBytes(StandardCharsets.UTF_8));
      out.write(0);
    }
    return out.toByteArray();
  }

  List<String> isolation(Confinement instance) {
    Arguments arguments = new Arguments();
    arguments.add("--unshare-user").add("--uid", USER).add("--gid", USER);
    arguments.add("--unshare-pid").add("--unshare-ipc").add("--unshare-uts");
    arguments.add("--unshare-cgroup-try").add("--hostname", "server");
    arguments.add("--cap-drop", "ALL").add("--die-with-parent").add("--new-session");
    arguments.list.addAll(tools.systemView());
    arguments.add("--ro-bind", accounts.passwd().toString(), "/etc/passwd");
    arguments.add("--ro-bind", accounts.group().toString(), "/etc/group");
    arguments.add("--proc", "/proc").add("--dev", "/dev");
    String scratch = mebibytes(instance.limits().scratchMiB());
    for (String directory : List.of("/tmp", "/dev/shm", HOME)) {
      arguments.add("--size", scratch).add("--tmpfs", directory);
    }
    instance.readOnly().forEach(arguments::readOnly);
    arguments.add("--bind", instance.copy().toString(), instance.program().toString());
    arguments.add("--bind", instance.data().toString(), DATA);
    arguments.add("--chdir", instance.program().resolve(instance.folder()).normalize().toString());
    arguments.add("--clearenv");
    for (Map.Entry<String, String> variable : instance.environment().entrySet()) {
      arguments.add("--setenv", variable.getKey(), variable.getValue());
    }
    return arguments.list;
  }

  private static String mebibytes(int count) {
    return String.valueOf(count * 1024L * 1024L);
  }

  private static final class Arguments {
    private final List<String> list = new ArrayList<>();

    Arguments add(String... arguments) {
      Stream.of(arguments).forEach(list::add);
      return this;
    }

    void readOnly(Path path) {
      add("--ro-bind", path.toString(), path.toString());
    }
  }
}
