package dev.sigil.embedded.runtime;

import dev.sigil.core.TransientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * Ports for instances, from a range that the kernel gives to no outgoing connection by default, so
 * that nobody takes one by chance between its choice and its use. Thread-safe.
 */
final class PortAllocator {
  private static final int FIRST = 18_000;
  private static final int COUNT = 14_000;
  private static final int ATTEMPTS = 100;

  private final Set<Integer> taken = ConcurrentHashMap.newKeySet();
  private final RandomGenerator random;

  PortAllocator(RandomGenerator random) {
    this.random = random;
  }

  /**
   * A port that nothing listens on, the caller's until {@link #release}.
   *
   * @throws TransientException when none was found
   */
  int take() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = FIRST + random.nextInt(COUNT);
      if (taken.add(port)) {
        if (free(port)) {
          return port;
        }
        taken.remove(port);
      }
    }
    throw new TransientException("no free port on this machine");
  }

  void release(int port) {
    taken.remove(port);
  }

  /** Whether nothing listens on the port. */
  boolean free(int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
