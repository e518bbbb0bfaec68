package dev.sigil.core.scan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.source.SourceTree;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Everything that the scanner's module does, for those who may not know it: it registers this with
 * {@link ServiceLoader}. Opening an engine loads no rules.
 */
public interface ScanEngine {
  /**
   * What an operator adds to what ships.
   *
   * @param advisories an index, or the OSV zip, folder or record to make one of
   * @param advisoryService address of an OSV service, which learns what dependencies there are
   * @param rules a gitleaks configuration whose rules look for secrets as well
   */
  record Additions(@Nullable Path advisories, @Nullable URI advisoryService, @Nullable Path rules) {
    public static final Additions NONE = new Additions(null, null, null);
  }

  /**
   * A scanner of source.
   *
   * @throws dev.sigil.core.SigilException {@code INVALID_REQUEST} when an addition cannot be read
   */
  Scanner scanner(Additions additions, InstantSource clock);

  /** Why rules of {@code additions} are not used, one sentence each. */
  List<String> rejected(Additions additions);

  CatalogueScanner catalogueScanner();

  /** What the tree's manifests and lockfiles name, as CycloneDX JSON. */
  ObjectNode billOfMaterials(SourceTree tree, String folder, String application);

  /**
   * Makes an index of OSV's dumps, which replaces what is at {@code index} once it is whole.
   *
   * @param dump an OSV zip, folder or record
   * @throws IllegalArgumentException when it is none
   */
  KnownAdvisories importAdvisories(Path dump, Path index) throws IOException;

  /** The one on the class path. */
  static ScanEngine installed() {
    return ServiceLoader.load(ScanEngine.class)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No scanner is on the class path."));
  }
}
