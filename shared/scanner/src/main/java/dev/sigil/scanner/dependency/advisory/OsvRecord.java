package dev.sigil.scanner.dependency.advisory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.scan.Severity;
import dev.sigil.scanner.dependency.inventory.Ecosystem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import us.springett.cvss.Cvss;
import us.springett.cvss.MalformedVectorException;

/** Reads advisories as the OSV schema (1.7) writes them. */
final class OsvRecord {
  private static final double CRITICAL = 9.0;
  private static final double HIGH = 7.0;
  private static final double MEDIUM = 4.0;
  private static final int MAX_SUMMARY = 160;

  /** What a record says of one package. */
  record Affected(Ecosystem ecosystem, String name, Advisory advisory) {}

  private record Event(String kind, String version) {}

  private OsvRecord() {}

  /** The packages of the ecosystems that are read here; none when the record was withdrawn. */
  static List<Affected> read(JsonNode osv) {
    String id = osv.path("id").asText("");
    if (id.isEmpty() || osv.hasNonNull("withdrawn")) {
      return List.of();
    }
    List<Affected> found = new ArrayList<>();
    for (JsonNode affected : osv.path("affected")) {
      Optional<Ecosystem> ecosystem =
          Ecosystem.ofOsv(affected.path("package").path("ecosystem").asText(""));
      String name = affected.path("package").path("name").asText("");
      if (ecosystem.isPresent() && !name.isEmpty()) {
        advisory(osv, affected, ecosystem.get())
            .ifPresent(
                each ->
                    found.add(
                        new Affected(ecosystem.get(), ecosystem.get().canonical(name), each)));
      }
    }
    return found;
  }

  private static Optional<Advisory> advisory(JsonNode osv, JsonNode affected, Ecosystem ecosystem) {
    List<AffectedRange> ranges = new ArrayList<>();
    for (JsonNode range : affected.path("ranges")) {
      if (!range.path("type").asText("").equals("GIT")) {
        ranges.addAll(ranges(range.path("events"), VersionOrder.of(ecosystem)));
      }
    }
    List<String> versions = new ArrayList<>();
    if (ranges.isEmpty()) {
      affected.path("versions").forEach(version -> versions.add(version.asText()));
    }
    if (ranges.isEmpty() && versions.isEmpty()) {
      return Optional.empty();
    }
    String id = osv.path("id").asText();
    boolean malicious = id.startsWith("MAL-");
    List<String> aliases = new ArrayList<>();
    osv.path("aliases").forEach(alias -> aliases.add(alias.asText()));
    return Optional.of(
        new Advisory(
            id,
            aliases,
            ranges,
            versions,
            malicious ? Severity.CRITICAL : severity(osv, affected),
            summary(osv),
            malicious));
  }

  /* Events have no order of their own; the specification has them sorted by version. */
  private static List<AffectedRange> ranges(JsonNode events, VersionOrder order) {
    List<Event> sorted = new ArrayList<>();
    for (JsonNode event : events) {
      for (String kind : List.of("introduced", "fixed", "last_affected")) {
        String version = event.path(kind).asText("");
        if (version.equals("0") || order.valid(version)) {
          sorted.add(new Event(kind, version));
        }
      }
    }
    sorted.sort(
        Comparator.comparing((Event event) -> !event.version().equals("0"))
            .thenComparing(
                Event::version,
                (a, b) -> a.equals("0") || b.equals("0") ? 0 : order.compare(a, b)));
    List<AffectedRange> ranges = new ArrayList<>();
    String introduced = null;
    for (Event event : sorted) {
      if (event.kind().equals("introduced")) {
        introduced = introduced == null ? event.version() : introduced;
      } else if (introduced != null) {
        boolean fixed = event.kind().equals("fixed");
        ranges.add(
            new AffectedRange(
                introduced, fixed ? event.version() : null, fixed ? null : event.version()));
        introduced = null;
      }
    }
    if (introduced != null) {
      ranges.add(new AffectedRange(introduced, null, null));
    }
    return ranges;
  }

  private static Severity severity(JsonNode osv, JsonNode affected) {
    for (JsonNode place : List.of(osv, affected)) {
      for (String specific : List.of("database_specific", "ecosystem_specific")) {
        Optional<Severity> named = named(place.path(specific).path("severity").asText(""));
        if (named.isPresent()) {
          return named.get();
        }
      }
    }
    return score(osv.path("severity"))
        .or(() -> score(affected.path("severity")))
        .orElse(Severity.MEDIUM);
  }

  private static Optional<Severity> named(String name) {
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "CRITICAL" -> Optional.of(Severity.CRITICAL);
      case "HIGH" -> Optional.of(Severity.HIGH);
      case "MODERATE", "MEDIUM" -> Optional.of(Severity.MEDIUM);
      case "LOW" -> Optional.of(Severity.LOW);
      default -> Optional.empty();
    };
  }

  private static Optional<Severity> score(JsonNode severities) {
    for (JsonNode severity : severities) {
      Optional<Severity> read = vector(severity.path("score").asText(""));
      if (read.isPresent()) {
        return read;
      }
    }
    return Optional.empty();
  }

  private static Optional<Severity> vector(String text) {
    try {
      @Nullable Cvss cvss = text.length() > 300 ? null : Cvss.fromVector(text);
      if (cvss == null) {
        return Optional.empty();
      }
      double base = cvss.calculateScore().getBaseScore();
      return Optional.of(
          base >= CRITICAL
              ? Severity.CRITICAL
              : base >= HIGH ? Severity.HIGH : base >= MEDIUM ? Severity.MEDIUM : Severity.LOW);
    } catch (MalformedVectorException e) {
      return Optional.empty();
    }
  }

  private static String summary(JsonNode osv) {
    String summary = osv.path("summary").asText("").strip();
    return summary.length() > MAX_SUMMARY ? summary.substring(0, MAX_SUMMARY) + "…" : summary;
  }
}
