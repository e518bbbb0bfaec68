package dev.sigil.cli;

import dev.sigil.core.json.Json;
import dev.sigil.core.scan.KnownAdvisories;
import dev.sigil.core.scan.ScanEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Make an index of OSV's dump (all.zip), a folder of OSV records, or one record.",
      "`sigil scan` finds it by itself; the platform is told of it with SIGIL_ADVISORIES."
    })
final class AdvisoriesImportCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "DUMP", description = "A zip, a folder or a record.")
  Path dump = Path.of("");

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description = "Where the index goes (default: below SIGIL_DATA).")
  @Nullable Path target;

  @Option(names = "--json", description = "Print what was imported as JSON, for scripts.")
  boolean json;

  AdvisoriesImportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    Path index = target == null ? session.advisories() : target;
    if (!Files.exists(dump)) {
      session.complain("There is no file or folder " + dump + ".", "");
      return ExitCode.USAGE;
    }
    try {
      Files.createDirectories(index.toAbsolutePath().getParent());
      KnownAdvisories known = ScanEngine.installed().importAdvisories(dump, index);
      session.say(
          json
              ? Json.pretty(Json.tree(known))
              : "Imported %,d advisories, the newest of %s, into %s."
                  .formatted(known.count(), known.newest(), index));
      return ExitCode.OK;
    } catch (IllegalArgumentException e) {
      session.complain("This is no dump of OSV: " + e.getMessage() + ".", "");
      return ExitCode.FAILURE;
    }
  }
}
