package dev.sigil.core.log;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the lines logged by this thread are about, such as the release and the delivery. */
public final class LogContext {
  private static final ThreadLocal<Map<String, String>> FIELDS = ThreadLocal.withInitial(Map::of);

  private LogContext() {}

  /** Adds a field until the returned scope is closed, which must happen on the same thread. */
  public static Scope with(String name, String value) {
    Map<String, String> before = FIELDS.get();
    Map<String, String> extended = new LinkedHashMap<>(before);
    extended.put(name, value);
    FIELDS.set(extended);
    return () -> FIELDS.set(before);
  }

  static Map<String, String> current() {
    return FIELDS.get();
  }

  /** Ends what {@link #with} began. */
  @FunctionalInterface
  public interface Scope extends AutoCloseable {
    @Override
    void close();
  }
}
