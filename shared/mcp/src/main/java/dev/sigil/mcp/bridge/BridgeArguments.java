package dev.sigil.mcp.bridge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The command line of the bridge. */
sealed interface BridgeArguments {
  String USAGE =
      """
      Serves an MCP server that speaks stdio over Streamable HTTP, one process per session.

      Usage: java -jar sigil-bridge.jar [options] -- command [argument…]

        --port N            port to listen on; default: the variable PORT, else 8080; 0 for any
        --host ADDRESS      address to listen on; default 127.0.0.1
        --path PATH         where MCP is answered; default /mcp
        --max-sessions N    processes that may serve at the same time; default 64
        --spares N          processes kept started for the next session, 0 or 1; default 1
        --idle DURATION     end a session after this rest, as 90s, 15m or 2h; default 15m
        --max-body BYTES    largest request; default 4194304
        --max-line BYTES    largest message from the server; default 16777216
        --allow-origin URL  a browser origin that may call, besides this machine's; repeatable
        --help              this text

      GET /health answers 200 while a server process can be started.""";

  record Help() implements BridgeArguments {}

  record Wrong(String message) implements BridgeArguments {}

  record Serve(BridgeOptions options) implements BridgeArguments {}

  static BridgeArguments parse(String[] args, Map<String, String> environment) {
    try {
      return new Parser(args, environment).parse();
    } catch (NumberFormatException e) {
      return new Wrong("not a number: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      return new Wrong(String.valueOf(e.getMessage()));
    }
  }

  /** Reads the options from left to right. */
  final class Parser {
    private static final BridgeOptions DEFAULTS = BridgeOptions.of(List.of("none"));

    private final String[] args;
    private final List<String> origins = new ArrayList<>();
    private String host = DEFAULTS.host();
    private int port;
    private String path = DEFAULTS.path();
    private int maxSessions = DEFAULTS.maxSessions();
    private int spares = DEFAULTS.spares();
    private Duration idle = DEFAULTS.idle();
    private int maxBody = DEFAULTS.maxBody();
    private int maxLine = DEFAULTS.maxLine();
    private int at;

    private Parser(String[] args, Map<String, String> environment) {
      this.args = args;
      this.port = Integer.parseInt(environment.getOrDefault("PORT", "8080").strip());
    }

    private BridgeArguments parse() {
      while (at < args.length) {
        String name = args[at++];
        switch (name) {
          case "--help", "-h" -> {
            return new Help();
          }
          case "--" -> {
            return new Serve(options(Arrays.asList(args).subList(at, args.length)));
          }
          default -> option(name, value(name));
        }
      }
      return new Wrong("a command is needed, after --");
    }

    private void option(String name, String value) {
      switch (name) {
        case "--port" -> port = Integer.parseInt(value);
        case "--host" -> host = value;
        case "--path" -> path = value;
        case "--max-sessions" -> maxSessions = Integer.parseInt(value);
        case "--spares" -> spares = Integer.parseInt(value);
        case "--idle" -> idle = duration(value);
        case "--max-body" -> maxBody = Integer.parseInt(value);
        case "--max-line" -> maxLine = Integer.parseInt(value);
        case "--allow-origin" -> origins.add(value);
        default -> throw new IllegalArgumentException("unknown option " + name);
      }
    }

    private String value(String name) {
      if (!name.startsWith("--")) {
        throw new IllegalArgumentException("the command comes after --, not " + name);
      }
      if (at == args.length) {
        throw new IllegalArgumentException(name + " needs a value");
      }
      return args[at++];
    }

    private BridgeOptions options(List<String> command) {
      return new BridgeOptions(
          host, port, path, maxSessions, spares, idle, maxBody, maxLine, origins, command);
    }

    private static Duration duration(String text) {
      if (!text.matches("\\d{1,6}[smh]")) {
        throw new IllegalArgumentException("a duration is a number with s, m or h, not " + text);
      }
      return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    }
  }
}
