package dev.sigil.functions.registryapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.registry.Packages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Fills a registry with servers that run elsewhere, so that a new one is not empty. Repeating it
 * brings them up to date; what is hosted here is never touched. Not thread-safe.
 */
final class Seed {
  private final Packages packages;
  private final Consumer<String> progress;
  private final List<String> refused = new ArrayList<>();
  private int imported;
  private int unchanged;
  private int hosted;

  Seed(Packages packages, Consumer<String> progress) {
    this.packages = packages;
    this.progress = progress;
  }

  /**
   * Imports all of a source, see {@link ServerSource}.
   *
   * @throws IOException when it could not be read to its end; what was read is imported
   */
  void run(String source) throws IOException {
    new ServerSource()
        .read(
            source,
            servers -> {
              servers.forEach(this::add);
              progress.accept(source + ": " + (imported + unchanged) + " servers …");
            });
  }

  private void add(ObjectNode server) {
    try {
      if (packages.importServer(server)) {
        imported++;
      } else {
        unchanged++;
      }
    } catch (SigilException e) {
      if (e.code() == ErrorCode.CONFLICT) {
        hosted++;
      } else {
        refused.add(server.path("name").asText("(no name)") + ": " + e.getMessage());
      }
    }
  }

  Outcome outcome() {
    return new Outcome(imported, unchanged, hosted, refused);
  }

  /**
   * What became of the entries.
   *
   * @param imported new, or changed since the last time
   * @param hosted left alone, since a server of that name is hosted here
   * @param refused one sentence for each that breaks a rule of server.json
   */
  record Outcome(int imported, int unchanged, int hosted, List<String> refused) {
    Outcome {
      refused = List.copyOf(refused);
    }
  }
}
