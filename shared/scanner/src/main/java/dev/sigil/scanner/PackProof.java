package dev.sigil.scanner;

import dev.sigil.scanner.pack.RulePack;
import dev.sigil.scanner.poison.PoisonDetector;
import dev.sigil.scanner.secret.SecretRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Run by the build over the compiled classes: starts a scanner from the YAML, which runs every
 * rule's own tests, and then writes the proof beside each pack. Ends with an error when a rule does
 * not load.
 */
public final class PackProof {
  private PackProof() {}

  /** Writes the proofs into the folder of compiled classes that is named. */
  public static void main(String[] args) throws IOException {
    List<Path> packs = packs(Path.of(args[0]));
    for (Path pack : packs) {
      Files.deleteIfExists(proof(pack));
    }
    List<String> rejected = SecretRules.standard().rejected();
    if (!rejected.isEmpty()) {
      throw new IllegalStateException(String.join("\n", rejected));
    }
    new SourceScanner(Set.of(), InstantSource.fixed(Instant.EPOCH));
    Map<String, List<String>> patterns = Map.of("features.yaml", PoisonDetector.patterns());
    for (Path pack : packs) {
      List<String> own = patterns.getOrDefault(String.valueOf(pack.getFileName()), List.of());
      Files.write(proof(pack), RulePack.parse(Files.readString(pack)).proof(own));
    }
  }

  private static List<Path> packs(Path classes) throws IOException {
    try (Stream<Path> files = Files.walk(classes)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  private static Path proof(Path pack) {
    String name = String.valueOf(pack.getFileName());
    return pack.resolveSibling(name.replace(".yaml", ".json"));
  }
}
