package dev.sigil.functions.consoleapi;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.json.Json;
import dev.sigil.core.scan.ScanReport;
import dev.sigil.core.scan.render.MarkdownReport;
import dev.sigil.core.scan.render.Sarif;
import dev.sigil.http.InvalidFieldException;
import dev.sigil.http.Request;
import dev.sigil.http.Response;
import java.nio.charset.StandardCharsets;

/** What the scan of a release found, in the format that its reader wants. */
final class ReportResource {
  private static final String SARIF = "application/sarif+json";
  private static final String MARKDOWN = "text/markdown";

  Response report(Tenant tenant, Request request) {
    Release release = tenant.release(request.path("release"));
    ScanReport report = release.scan();
    if (report == null) {
      throw new SigilException(
          ErrorCode.NOT_FOUND,
          "The release " + release.id() + " has no scan.",
          "A release has one once it was scanned; a rollback has that of what it runs again.");
    }
    return switch (format(request)) {
      case "json" -> Response.ok(report);
      case "sarif" -> Response.of(200, SARIF, Json.bytes(Sarif.of(report)));
      case "markdown" ->
          Response.of(
              200,
              MARKDOWN + "; charset=utf-8",
              MarkdownReport.of(report).getBytes(StandardCharsets.UTF_8));
      default ->
          throw new InvalidFieldException("format", "The format is json, sarif or markdown.");
    };
  }

  /* The query says it clearly; without it the header does, and anything else is JSON. */
  private static String format(Request request) {
    String accepted = request.header("Accept").orElse("");
    return request
        .query("format")
        .orElse(
            accepted.contains(SARIF) ? "sarif" : accepted.contains(MARKDOWN) ? "markdown" : "json");
  }
}
