package dev.sigil.builder.detect.container;

import dev.sigil.builder.detect.Declaration;
import dev.sigil.builder.detect.Detector;
import dev.sigil.builder.detect.Folder;
import dev.sigil.builder.detect.Hints;
import dev.sigil.builder.detect.Recipe;
import dev.sigil.builder.detect.Search;
import dev.sigil.builder.detect.TransportEvidence;
import dev.sigil.core.build.Language;
import dev.sigil.core.build.Transport;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A Dockerfile, for what no other detector understands. */
public final class ContainerDetector implements Detector {
  public static final String FILE = "Dockerfile";

  private final String file;

  public ContainerDetector() {
    this(FILE);
  }

  /** {@code file} is the Dockerfile's path in the folder. */
  public ContainerDetector(String file) {
    this.file = file;
  }

  @Override
  public String looksFor() {
    return file;
  }

  @Override
  public Optional<Recipe> detect(Folder folder, Hints hints, Search search) {
    if (!hints.allows(Language.CONTAINER)) {
      return Optional.empty();
    }
    Optional<ContainerFile> found = folder.text(file).map(ContainerFile::parse);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    List<String> start = Objects.requireNonNullElse(hints.start(), found.get().start());
    Transport transport =
        Objects.requireNonNullElseGet(
            hints.transport(), () -> transport(folder, found.get(), start));
    if (transport == Transport.STDIO && start.isEmpty()) {
      search.miss(
          file
              + " speaks stdio, but its ENTRYPOINT and CMD do not say plainly what runs;"
              + " write them as JSON lists");
      return Optional.empty();
    }
    return Optional.of(
        new Recipe(
            Language.CONTAINER,
            "",
            List.of(),
            start,
            folder.locate(file),
            Declaration.NONE.speaking(transport, null),
            file,
            List.of(note(transport))));
  }

  private static Transport transport(Folder folder, ContainerFile found, List<String> start) {
    return found.exposesPort()
        ? Transport.HTTP
        : TransportEvidence.weigh(start, folder).transport();
  }

  private static String note(Transport transport) {
    return transport == Transport.HTTP
        ? "The container is taken to answer over HTTP on the port in PORT."
        : "The container is taken to speak stdio.";
  }
}
