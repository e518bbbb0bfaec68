package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.json.Json;
import dev.sigil.core.scan.ScanReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description =
        "Show what the scan of a server's release found: of the newest, or of the one named.")
final class ReportCommand extends ServerCommand {

  @Option(
      names = "--release",
      paramLabel = "RELEASE",
      description = "Its id or its number, such as 3 (default: the newest that was scanned).")
  @Nullable String release;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text, json, sarif, markdown or cyclonedx (default: text).")
  ScanCommand.@Nullable Format format;

  ReportCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) {
    ScanCommand.Format chosen = format == null ? ScanCommand.Format.TEXT : format;
    boolean listed = chosen == ScanCommand.Format.CYCLONEDX;
    String what = listed ? "/bill-of-materials" : "/report";
    JsonNode found = api.get("/api/v1/releases/" + Api.encode(id(api)) + what);
    if (!options.printed(found)) {
      session.out().print(listed ? Json.pretty(found) + "\n" : written(found, chosen));
      session.out().flush();
    }
    return ExitCode.OK;
  }

  private String written(JsonNode found, ScanCommand.Format chosen) {
    ScanReport report = Json.convert(found, ScanReport.class);
    return ReportFormat.valueOf(chosen.name()).write(report, session.ansi());
  }

  /* What waits for its scan is passed over. */
  private String id(Api api) {
    if (release != null && !release.matches("#?\\d+")) {
      return release;
    }
    for (JsonNode each : api.get(path("/releases?limit=100")).path("items")) {
      boolean meant =
          release == null
              ? scanned(each)
              : each.path("number").asText().equals(release.replace("#", ""));
      if (meant) {
        return each.path("id").asText();
      }
    }
    throw new ApiException(
        404,
        "NOT_FOUND",
        server + (release == null ? " has no release that was scanned." : " has no such release."),
        "See its releases with `sigil status " + server + "`.");
  }

  private static boolean scanned(JsonNode each) {
    String state = each.path("state").asText();
    return !state.equals("queued") && !state.equals("scanning");
  }
}
