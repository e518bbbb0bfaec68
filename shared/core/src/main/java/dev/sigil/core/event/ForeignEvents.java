package dev.sigil.core.event;

import dev.sigil.core.ConfigException;
import dev.sigil.core.json.Json;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads the messages of a topic that another system publishes on, in its own words: a build service
 * telling how builds end. Reading needs no open {@link dev.sigil.core.platform.Platform}.
 * Thread-safe.
 */
public interface ForeignEvents {
  /** The topic's id, as the other system chose it. */
  String topic();

  /**
   * The event that a message stands for, or empty when it tells nothing that Sigil waits for. Equal
   * messages give equal events.
   *
   * @param attributes of the message; may be empty
   * @param data of the message, as text
   * @throws Json.MalformedException when the data is not what the topic carries
   * @throws dev.sigil.core.TransientException when it could not be read now
   */
  Optional<Event> translate(Map<String, String> attributes, String data);

  /** What a platform registers with {@link ServiceLoader} for each foreign topic. */
  interface Factory {
    /**
     * Makes a reader.
     *
     * @param environment the process's environment variables
     * @throws ConfigException when a variable is missing or wrong
     */
    ForeignEvents open(Map<String, String> environment);
  }

  /** The readers on the class path, by {@link #topic}. */
  static Map<String, ForeignEvents> load(Map<String, String> environment) {
    return ServiceLoader.load(Factory.class, Factory.class.getClassLoader()).stream()
        .map(provider -> provider.get().open(environment))
        .collect(Collectors.toUnmodifiableMap(ForeignEvents::topic, Function.identity()));
  }
}
