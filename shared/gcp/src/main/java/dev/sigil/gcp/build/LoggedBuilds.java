package dev.sigil.gcp.build;

import com.google.api.gax.rpc.ApiException;
import dev.sigil.core.TransientException;
import dev.sigil.gcp.log.CloudLoggingReader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What Cloud Logging has of a build; nothing where that may not be read, which is logged. The
 * reader is opened when a build has failed. Thread-safe.
 */
public final class LoggedBuilds implements BuildLogs {
  private static final Logger LOG = System.getLogger(LoggedBuilds.class.getName());
  private static final int LINES = 5;

  private final Supplier<CloudLoggingReader> opener;
  private @Nullable CloudLoggingReader reader;

  public LoggedBuilds(Supplier<CloudLoggingReader> opener) {
    this.opener = opener;
  }

  @Override
  public List<String> tail(String build) {
    try {
      return reader().build(build, LINES).stream().filter(line -> !line.isBlank()).toList();
    } catch (TransientException | ApiException e) {
      LOG.log(Level.WARNING, "The log of build " + build + " could not be read", e);
      return List.of();
    }
  }

  private synchronized CloudLoggingReader reader() {
    CloudLoggingReader open = reader == null ? opener.get() : reader;
    reader = open;
    return open;
  }
}
