package dev.sigil.scanner.dependency.advisory;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Puts together the advisories that an operator has chosen. */
public final class AdvisorySources {
  private AdvisorySources() {}

  /**
   * The advisories that ship with Sigil and, before them, those of {@code local} and {@code
   * service}.
   *
   * @param local an index of {@link OsvImporter}, or what it is made of: an OSV zip, folder or
   *     record, which is then imported into a temporary file
   * @param service address of an OSV service that every scan asks
   * @throws IllegalArgumentException when {@code local} is neither
   */
  public static Advisories of(@Nullable Path local, @Nullable URI service, InstantSource clock) {
    Advisories shipped = SeedAdvisories.standard();
    Advisories offline = local == null ? shipped : new AdvisoriesUnion(opened(local), shipped);
    return service == null ? offline : new AdvisoriesUnion(new OsvClient(service, clock), offline);
  }

  private static Advisories opened(Path local) {
    try {
      return open(local);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read advisories from " + local, e);
    }
  }

  private static AdvisoryIndex open(Path local) throws IOException {
    if (Files.isRegularFile(local) && isIndex(local)) {
      return AdvisoryIndex.open(local);
    }
    Path index = Files.createTempFile("sigil-advisories", ".index");
    try {
      new OsvImporter().read(local).write("OSV", index);
      return AdvisoryIndex.open(index);
    } finally {
      index.toFile().deleteOnExit();
    }
  }

  private static boolean isIndex(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new DataInputStream(in).readLong() == AdvisoryIndex.MAGIC;
    } catch (EOFException e) {
      return false;
    }
  }
}
