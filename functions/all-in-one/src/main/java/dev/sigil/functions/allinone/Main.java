package dev.sigil.functions.allinone;

import dev.sigil.core.ConfigException;
import dev.sigil.core.SigilException;
import dev.sigil.core.log.JsonLogFormatter;
import java.util.concurrent.CompletionException;
import java.util.logging.Level;

/** Runs the platform until the process is told to end. */
public final class Main {
  private static final int EXIT_CONFIGURATION = 2;

  private Main() {}

  public static void main(String[] arguments) {
    JsonLogFormatter.install(Level.INFO, System.getenv());
    try {
      AllInOne platform = AllInOne.start(System.getenv());
      Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(platform::close));
    } catch (ConfigException | SigilException | CompletionException e) {
      Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
      System.err.println("sigil: " + cause.getMessage());
      System.exit(EXIT_CONFIGURATION);
    }
  }
}
