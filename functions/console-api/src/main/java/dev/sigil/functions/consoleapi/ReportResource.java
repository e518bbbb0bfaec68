package dev.sigil.functions.consoleapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.deploy.Release;
import dev.sigil.core.json.Json;
import dev.sigil.core.scan.BillsOfMaterials;
import dev.sigil.core.scan.ScanReport;
import dev.sigil.core.scan.render.MarkdownReport;
import dev.sigil.core.scan.render.Sarif;
import dev.sigil.http.InvalidFieldException;
import dev.sigil.http.Request;
import dev.sigil.http.Response;
import java.nio.charset.StandardCharsets;

/** What the scan of a release found, and what it is made of, in the format that a reader wants. */
final class ReportResource {
  private static final String SARIF = "application/sarif+json";
  private static final String MARKDOWN = "text/markdown";

  private static final String CYCLONEDX = "application/vnd.cyclonedx+json";

  private final BillsOfMaterials bills;

  ReportResource(BillsOfMaterials bills) {
    this.bills = bills;
  }

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

  /** What the release's commit is made of; bare for those who ask for CycloneDX by its type. */
  Response billOfMaterials(Tenant tenant, Request request) {
    Release release = tenant.release(request.path("release"));
    ObjectNode bill =
        bills
            .get(release.deployment(), release.push().after())
            .orElseThrow(
                () ->
                    new SigilException(
                        ErrorCode.NOT_FOUND,
                        "The release " + release.id() + " has no bill of materials.",
                        "A commit has one once it was scanned, unless it is too large to keep; then"
                            + " `sigil scan --format cyclonedx` writes it."));
    boolean bare = request.header("Accept").orElse("").contains(CYCLONEDX);
    return bare ? Response.of(200, CYCLONEDX, Json.bytes(bill)) : Response.ok(bill);
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
