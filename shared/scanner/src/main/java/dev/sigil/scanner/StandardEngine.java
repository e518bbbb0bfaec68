package dev.sigil.scanner;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.json.Json;
import dev.sigil.core.scan.CatalogueScanner;
import dev.sigil.core.scan.KnownAdvisories;
import dev.sigil.core.scan.ScanEngine;
import dev.sigil.core.scan.Scanner;
import dev.sigil.core.source.SourceTree;
import dev.sigil.scanner.dependency.advisory.Advisories;
import dev.sigil.scanner.dependency.advisory.AdvisorySources;
import dev.sigil.scanner.dependency.advisory.OsvImporter;
import dev.sigil.scanner.poison.AnswerScanner;
import dev.sigil.scanner.sbom.CycloneDx;
import dev.sigil.scanner.sbom.Inventory;
import dev.sigil.scanner.secret.GitleaksRules;
import dev.sigil.scanner.secret.SecretRules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sigil's own scanner for callers that find it on the class path. Thread-safe. */
public final class StandardEngine implements ScanEngine {
  private static final long MAX_RULES = 4 << 20;

  @Override
  public Scanner scanner(Additions additions, InstantSource clock) {
    List<SecretRules> packs = new ArrayList<>(List.of(SecretRules.standard()));
    imported(additions).ifPresent(packs::add);
    return new SourceScanner(packs, advisories(additions, clock), clock);
  }

  @Override
  public List<String> rejected(Additions additions) {
    return imported(additions).map(SecretRules::rejected).orElse(List.of());
  }

  @Override
  public CatalogueScanner catalogueScanner() {
    return new AnswerScanner();
  }

  @Override
  public ObjectNode billOfMaterials(SourceTree tree, String folder, String application) {
    return (ObjectNode) Json.parse(CycloneDx.write(Inventory.of(tree, folder), application, ""));
  }

  @Override
  public KnownAdvisories importAdvisories(Path dump, Path index) throws IOException {
    return new OsvImporter().read(dump).write("OSV", index).known();
  }

  private static Advisories advisories(Additions additions, InstantSource clock) {
    try {
      return AdvisorySources.of(additions.advisories(), additions.advisoryService(), clock);
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw new SigilException(
          ErrorCode.INVALID_REQUEST,
          "The advisories in " + additions.advisories() + " cannot be read.",
          "Make them anew with `sigil advisories import`.");
    }
  }

  private static Optional<SecretRules> imported(Additions additions) {
    Path rules = additions.rules();
    if (rules == null) {
      return Optional.empty();
    }
    try {
      if (Files.size(rules) > MAX_RULES) {
        throw unreadable(rules, "it is larger than 4 MiB");
      }
      return Optional.of(GitleaksRules.parse(Files.readString(rules)));
    } catch (IOException e) {
      throw unreadable(rules, "it is no text that can be read");
    }
  }

  private static SigilException unreadable(Path rules, String why) {
    return new SigilException(
        ErrorCode.INVALID_REQUEST,
        "The rules in " + rules + " cannot be used: " + why + ".",
        "Name a gitleaks configuration in TOML.");
  }
}
