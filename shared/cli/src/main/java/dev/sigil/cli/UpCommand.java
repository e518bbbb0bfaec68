package dev.sigil.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Run the whole platform on this machine until it is stopped (Ctrl-C).")
final class UpCommand implements Callable<Integer> {
  /* Since then the JDK warns at start of what protobuf, below Tink, does. */
  private static final int FIRST_TO_WARN_OF_UNSAFE = 24;

  private final Session session;

  @Option(names = "--port", description = "The port on 127.0.0.1 (default: 8080).")
  @Nullable Integer port;

  @Option(names = "--data", description = "Where state is kept (default: ${sigil.data}).")
  @Nullable Path data;

  UpCommand(Session session) {
    this.session = session;
    System.setProperty("sigil.data", session.data().toString());
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path home = Path.of(System.getProperty("sigil.home", "."));
    Path libraries = home.resolve("functions/all-in-one/target/lib");
    if (!Files.isDirectory(libraries)) {
      session.complain(
          "The platform is not built: " + libraries + " is missing.", "Run scripts/build.");
      return ExitCode.FAILURE;
    }
    ProcessBuilder builder = new ProcessBuilder(command(libraries)).inheritIO();
    Map<String, String> environment = builder.environment();
    environment.putIfAbsent("SIGIL_DATA", session.data().toString());
    if (data != null) {
      environment.put("SIGIL_DATA", data.toAbsolutePath().toString());
    }
    if (port != null) {
      environment.put("SIGIL_PORT", port.toString());
    }
    Process platform = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(platform)));
    return platform.waitFor();
  }

  private static List<String> command(Path libraries) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of(java));
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx512m", "--enable-native-access=ALL-UNNAMED"));
    if (Runtime.version().feature() >= FIRST_TO_WARN_OF_UNSAFE) {
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(List.of("-cp", libraries + "/*", "dev.sigil.functions.allinone.Main"));
    return command;
  }

  private static void stop(Process platform) {
    platform.destroy();
    platform.onExit().join();
  }
}
