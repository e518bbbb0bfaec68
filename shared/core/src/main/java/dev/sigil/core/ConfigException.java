package dev.sigil.core;

import java.util.List;

/** The environment does not configure the program. Its message names every problem at once. */
public final class ConfigException extends RuntimeException {
  public ConfigException(List<String> problems) {
    super("configuration: " + String.join("; ", problems));
  }
}
