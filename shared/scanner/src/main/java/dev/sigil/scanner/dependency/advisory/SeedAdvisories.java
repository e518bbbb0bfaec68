package dev.sigil.scanner.dependency.advisory;

import dev.sigil.core.scan.Severity;
import dev.sigil.scanner.dependency.inventory.Ecosystem;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The advisories that ship with Sigil, in {@code seed.tsv}: what matters most to MCP servers. They
 * are the floor under an imported index, not a replacement for one.
 */
public final class SeedAdvisories implements Advisories {
  private static final String DATE = "# date: ";
  private static final int COLUMNS = 6;

  /* Rows are read when a package is asked for; a scan asks for few of them. */
  private final Map<Key, List<String>> byPackage;
  private final Provenance provenance;

  private record Key(Ecosystem ecosystem, String name) {}

  private SeedAdvisories(Map<Key, List<String>> byPackage, Provenance provenance) {
    this.byPackage = byPackage;
    this.provenance = provenance;
  }

  public static SeedAdvisories standard() {
    try (InputStream in =
        Objects.requireNonNull(SeedAdvisories.class.getResourceAsStream("seed.tsv"))) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the format that is described at the head of {@code seed.tsv}. */
  static SeedAdvisories parse(String table) {
    Map<Key, List<String>> byPackage = new HashMap<>();
    LocalDate date = LocalDate.EPOCH;
    int count = 0;
    for (String line : table.split("\n", -1)) {
      if (line.startsWith(DATE)) {
        date = LocalDate.parse(line.substring(DATE.length()).strip());
      } else if (!line.isBlank() && !line.startsWith("#")) {
        byPackage.computeIfAbsent(key(line), key -> new ArrayList<>(2)).add(line);
        count++;
      }
    }
    return new SeedAdvisories(byPackage, new Provenance(SHIPPED, date, count, digest(table)));
  }

  @Override
  public List<Advisory> about(Ecosystem ecosystem, String name) {
    return byPackage.getOrDefault(new Key(ecosystem, name), List.of()).stream()
        .map(SeedAdvisories::advisory)
        .toList();
  }

  @Override
  public Provenance provenance() {
    return provenance;
  }

  private static Key key(String row) {
    int first = row.indexOf('\t');
    int second = row.indexOf('\t', first + 1);
    if (second < 0) {
      throw new IllegalArgumentException("not an advisory: " + row);
    }
    Ecosystem ecosystem = Ecosystem.ofOsv(row.substring(0, first)).orElseThrow();
    return new Key(ecosystem, ecosystem.canonical(row.substring(first + 1, second)));
  }

  private static Advisory advisory(String row) {
    String[] cells = row.split("\t", -1);
    if (cells.length != COLUMNS) {
      throw new IllegalArgumentException("not an advisory: " + row);
    }
    List<String> ids = List.of(cells[2].split(" ", -1));
    boolean malicious = cells[3].equals("malicious");
    List<AffectedRange> ranges = new ArrayList<>();
    List<String> versions = new ArrayList<>();
    for (String range : cells[4].split(" ", -1)) {
      int dots = range.indexOf("..");
      if (range.equals("*")) {
        ranges.add(new AffectedRange("0", null, null));
      } else if (dots < 0) {
        versions.add(range);
      } else {
        ranges.add(range(range.substring(0, dots), range.substring(dots + 2)));
      }
    }
    return new Advisory(
        ids.getFirst(),
        ids.subList(1, ids.size()),
        ranges,
        versions,
        malicious ? Severity.CRITICAL : Severity.valueOf(cells[3].toUpperCase(Locale.ROOT)),
        cells[5],
        malicious);
  }

  private static AffectedRange range(String introduced, String end) {
    boolean last = end.startsWith("=");
    @Nullable String fixed = last || end.isEmpty() ? null : end;
    return new AffectedRange(introduced, fixed, last ? end.substring(1) : null);
  }

  private static String digest(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Every package that is named, for tests of the table itself. */
  Stream<String> packages() {
    return byPackage.keySet().stream().map(key -> key.ecosystem().osv() + " " + key.name());
  }
}
