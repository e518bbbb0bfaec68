package dev.sigil.mcp.bridge;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/** The bridge as a program. */
public final class BridgeMain {
  private static final int EXIT_FAILURE = 1;
  private static final int EXIT_USAGE = 2;

  private BridgeMain() {}

  public static void main(String[] args) {
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    BridgeArguments arguments = BridgeArguments.parse(args, System.getenv());
    switch (arguments) {
      case BridgeArguments.Help help -> System.out.println(BridgeArguments.USAGE);
      case BridgeArguments.Wrong wrong -> {
        err.println("sigil-bridge: " + wrong.message());
        err.println("Try: java -jar sigil-bridge.jar --help");
        System.exit(EXIT_USAGE);
      }
      case BridgeArguments.Serve serve -> serve(serve.options(), err);
    }
  }

  private static void serve(BridgeOptions options, PrintStream err) {
    try {
      StdioBridge bridge = StdioBridge.start(options, new SecureRandom(), err::println);
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(bridge::close));
      InetSocketAddress address = bridge.address();
      err.println(
          "sigil-bridge: listening on http://"
              + address.getAddress().getHostAddress()
              + ":"
              + address.getPort()
              + options.path());
    } catch (IOException e) {
      err.println(
          "sigil-bridge: cannot listen on "
              + options.host()
              + ":"
              + options.port()
              + ": "
              + e.getMessage());
      System.exit(EXIT_FAILURE);
    }
  }
}
