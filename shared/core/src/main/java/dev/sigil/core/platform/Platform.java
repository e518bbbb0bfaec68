package dev.sigil.core.platform;

import dev.sigil.core.build.ImageBuilder;
import dev.sigil.core.codehost.CodeHost;
import dev.sigil.core.codehost.HookDeliveries;
import dev.sigil.core.deploy.LogReader;
import dev.sigil.core.deploy.ServerRuntime;
import dev.sigil.core.event.EventPublisher;
import dev.sigil.core.gateway.InstanceRouter;
import dev.sigil.core.secret.SecretVault;
import dev.sigil.core.source.SourceFetcher;
import dev.sigil.core.store.DocumentStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * The world a function runs in: Google Cloud, or one machine. Hands out the ports; exactly one
 * implementation may be on the class path. Thread-safe; each port is made when first asked for.
 */
public interface Platform extends AutoCloseable {
  DocumentStore documents();

  EventPublisher events();

  SourceFetcher sources();

  ImageBuilder builds();

  ServerRuntime servers();

  InstanceRouter instances();

  SecretVault secrets();

  LogReader logs();

  CodeHost codeHost();

  /** What the code host remembers of the events that it sent; nothing where none sends any. */
  default HookDeliveries hookDeliveries() {
    return HookDeliveries.NONE;
  }

  InstantSource clock();

  @Override
  void close();

  /** What an implementation registers with {@link ServiceLoader}. */
  interface Factory {
    /**
     * Opens the platform.
     *
     * @param environment the process's environment variables
     * @throws ConfigException when a variable is missing or wrong
     */
    Platform open(Map<String, String> environment);
  }

  /**
   * Opens the platform on the class path.
   *
   * @throws IllegalStateException when there is none, or more than one
   */
  static Platform open(Map<String, String> environment) {
    List<Factory> found =
        ServiceLoader.load(Factory.class, Factory.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    if (found.size() != 1) {
      throw new IllegalStateException(
          "exactly one platform must be on the class path, found " + found);
    }
    return found.getFirst().open(environment);
  }
}
