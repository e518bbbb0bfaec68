package dev.sigil.cli;

import dev.sigil.mcp.client.McpException;
import java.lang.reflect.Constructor;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/** Parses, runs, and turns every outcome into an exit code and at most one message. */
public final class Cli {
  private Cli() {}

  public static void main(String[] args) {
    System.exit(execute(Session.ofProcess(), args));
  }

  /** Runs one command line over a session; what it returns is the exit code. */
  static int execute(Session session, String... args) {
    CommandLine line = new CommandLine(SigilCommand.class, new SessionFactory(session));
    needed(args).forEach(line::addSubcommand);
    line.setOut(session.out());
    line.setErr(session.err());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(session.ansi()));
    line.setExecutionExceptionHandler((e, command, parsed) -> explain(session, e));
    return line.execute(args);
  }

  /* Describing all commands takes picocli longer than most of them run. Where the first argument
   * names one in full, no other can matter; help and completion tell of all. */
  private static List<Class<?>> needed(String[] args) {
    return SigilCommand.COMMANDS.stream()
        .filter(type -> args.length > 0 && type.getAnnotation(Command.class).name().equals(args[0]))
        .filter(type -> type.getPackage().equals(Cli.class.getPackage()))
        .findFirst()
        .<List<Class<?>>>map(List::of)
        .orElse(SigilCommand.COMMANDS);
  }

  private static int explain(Session session, Exception e) throws Exception {
    switch (e) {
      case ApiException api -> {
        session.complain(String.valueOf(api.getMessage()), api.hint());
        return api.exitCode();
      }
      case McpException mcp -> {
        session.complain(
            "The server did not answer as expected: " + mcp.getMessage(),
            "See its state with `sigil status` and its output with `sigil logs`.");
        return ExitCode.FAILURE;
      }
      case CancelledException cancelled -> {
        session.complain(String.valueOf(cancelled.getMessage()), "");
        return ExitCode.CANCELLED;
      }
      default -> throw e;
    }
  }

  /** Gives each command the session through its constructor. */
  private record SessionFactory(Session session) implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      for (Constructor<?> constructor : type.getDeclaredConstructors()) {
        if (constructor.getParameterCount() == 1
            && constructor.getParameterTypes()[0] == Session.class) {
          return type.cast(constructor.newInstance(session));
        }
      }
      return CommandLine.defaultFactory().create(type);
    }
  }

  static String colored(Ansi ansi, String style, String text) {
    return ansi.string("@|" + style + " " + text.replace("@|", "@\u200b|") + "|@");
  }
}
