package dev.sigil.gcp.log;

import com.google.logging.v2.LogEntry;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import dev.sigil.core.SigilException;
import dev.sigil.core.deploy.LogReader.Line;
import dev.sigil.core.deploy.LogReader.Source;
import dev.sigil.core.id.DeploymentId;
import dev.sigil.core.id.ReleaseId;
import dev.sigil.core.log.LogText;
import dev.sigil.gcp.Names;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes lines of Cloud Logging's entries. */
final class Entries {
  private static final JsonFormat.Printer JSON =
      JsonFormat.printer().omittingInsignificantWhitespace();

  private Entries() {}

  /** The line; empty for an entry that is not a release's of the deployment. */
  static Optional<Line> line(DeploymentId deployment, Source source, LogEntry entry) {
    return release(source, entry)
        .filter(release -> release.deployment().equals(deployment))
        .map(
            release ->
                new Line(
                    Position.instant(entry), release, stream(entry), LogText.clean(text(entry))));
  }

  /** What was written: a server's line of JSON arrives as fields, its message among them. */
  static String text(LogEntry entry) {
    if (!entry.hasJsonPayload()) {
      return entry.getTextPayload();
    }
    Struct fields = entry.getJsonPayload();
    Value message = fields.getFieldsMap().get("message");
    return message != null && message.hasStringValue() ? message.getStringValue() : json(fields);
  }

  private static Optional<ReleaseId> release(Source source, LogEntry entry) {
    return source == Source.SERVER
        ? parse(entry.getLabelsMap().getOrDefault(Names.RELEASE_LABEL, ""))
        : tags(entry).flatMap(tag -> Names.taggedRelease(tag).stream()).findFirst();
  }

  private static Optional<ReleaseId> parse(String label) {
    try {
      return Optional.of(new ReleaseId(label));
    } catch (SigilException e) {
      return Optional.empty();
    }
  }

  private static Stream<String> tags(LogEntry entry) {
    return List.of(entry.getLabelsMap().getOrDefault("build_tags", "").split(",", -1)).stream();
  }

  private static String stream(LogEntry entry) {
    String log = entry.getLogName();
    if (log.endsWith("%2Fstderr")) {
      return "stderr";
    }
    return log.endsWith("%2Fstdout") || log.endsWith("/cloudbuild") ? "stdout" : "platform";
  }

  private static String json(Struct fields) {
    try {
      return JSON.print(fields);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException("Cloud Logging's answer is not JSON", e);
    }
  }
}
