package dev.sigil.embedded.log;

import dev.sigil.core.deploy.LogReader.Source;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.ReleaseId;

/** Takes the lines that builds and servers write. Thread-safe. */
public interface LogSink {
  /** Begins or goes on writing what one release does; the caller closes the writer. */
  Writer open(ReleaseId release, Source source);

  /** Deletes everything a deployment's builds and servers wrote. */
  void deleteAll(DeploymentId deployment);

  /** Writes lines of one release. Thread-safe; several may be open at once. */
  interface Writer extends AutoCloseable {
    String STDOUT = "stdout";
    String STDERR = "stderr";
    String PLATFORM = "platform";

    /**
     * Appends one line, without its line break. Control characters but tab are escaped, and it is
     * cut at 8 KiB of UTF-8. A line that cannot be written, because the disk is full or the log was
     * deleted, is dropped: a log never stops what it tells of.
     *
     * @param stream {@link #STDOUT}, {@link #STDERR} or {@link #PLATFORM}
     */
    void line(String stream, String text);

    @Override
    void close();
  }
}
