package dev.sigil.embedded.runtime;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;

/** Waits until something accepts connections on a port of this machine. */
final class Readiness {
  /* A server that listens on "localhost" may have chosen either of its addresses. */
  private static final List<String> ADDRESSES = List.of("127.0.0.1", "::1");
  private static final int CONNECT_MILLIS = 250;
  private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

  private Readiness() {}

  /**
   * The address that accepts; empty when none did in time or {@code hopeless} became true.
   *
   * @param owned whether the listener is the server that is waited for
   * @param timeout by the machine's monotonic clock, as this waits for another process
   */
  static Optional<String> await(
      int port, Duration timeout, IntPredicate owned, BooleanSupplier hopeless) {
    long deadline = System.nanoTime() + timeout.toNanos();
    long pause = FIRST_PAUSE;
    while (System.nanoTime() < deadline && !hopeless.getAsBoolean()) {
      Optional<String> address =
          ADDRESSES.stream().filter(candidate -> accepts(candidate, port)).findFirst();
      if (address.isPresent() && owned.test(port)) {
        return address;
      }
      LockSupport.parkNanos(pause);
      pause = Math.min(LONGEST_PAUSE, pause + pause / 2);
    }
    return Optional.empty();
  }

  private static boolean accepts(String address, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
