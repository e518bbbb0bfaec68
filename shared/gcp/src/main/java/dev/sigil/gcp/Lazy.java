package dev.sigil.gcp;

import com.google.api.gax.core.BackgroundResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A client that is made when it is first asked for. Thread-safe. */
public final class Lazy<T extends BackgroundResource> implements Supplier<T>, AutoCloseable {
  private final Maker<T> maker;
  private @Nullable T made;

  /** A client made by {@code maker}. */
  public Lazy(Maker<T> maker) {
    this.maker = maker;
  }

  /** Makes the client. */
  @FunctionalInterface
  public interface Maker<T> {
    T make() throws IOException;
  }

  @Override
  public synchronized T get() {
    T client = made;
    if (client == null) {
      try {
        client = maker.make();
      } catch (IOException e) {
        throw new UncheckedIOException("cannot make a client of Google Cloud", e);
      }
      made = client;
    }
    return client;
  }

  @Override
  public synchronized void close() {
    if (made != null) {
      made.shutdown();
    }
  }
}
