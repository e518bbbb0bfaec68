package dev.sigil.core.platform;

import dev.sigil.core.ConfigException;
import dev.sigil.core.log.JsonLogFormatter;
import java.util.Map;
import java.util.logging.Level;

/** What a function does first in a process of its own. */
public final class Standalone {
  private Standalone() {}

  /**
   * Makes the process log JSON, then opens the platform on the class path.
   *
   * @throws ConfigException when a variable is missing or wrong
   */
  public static Platform start(Map<String, String> environment) {
    JsonLogFormatter.install(Level.INFO, environment);
    return Platform.open(environment);
  }
}
