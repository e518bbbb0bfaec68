package dev.sigil.scanner.dependency.advisory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.json.Json;
import dev.sigil.scanner.dependency.advisory.Advisories.Provenance;
import dev.sigil.scanner.dependency.inventory.Ecosystem;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Makes an {@link AdvisoryIndex} of OSV's dumps: the {@code all.zip} of an ecosystem or of all of
 * them, folders of OSV JSON, or single records. The same dumps give the same bytes. The index's
 * date is that of its newest record. Not thread-safe.
 */
public final class OsvImporter {
  private static final int MAX_RECORD = 8 << 20;
  private static final int MAX_RECORDS = 5_000_000;

  private final Map<String, AdvisoryIndex.Entry> byPackage = new TreeMap<>();
  private Instant newest = Instant.EPOCH;
  private int records;
  private int advisories;

  /**
   * Takes in a zip, a folder or a record.
   *
   * @throws IllegalArgumentException when a record is not OSV JSON or a bound is passed
   */
  public OsvImporter read(Path source) throws IOException {
    if (Files.isDirectory(source)) {
      try (Stream<Path> files = Files.walk(source)) {
        for (Path file :
            files.filter(each -> each.toString().endsWith(".json")).sorted().toList()) {
          try (InputStream in = Files.newInputStream(file)) {
            record(in);
          }
        }
      }
    } else if (source.toString().endsWith(".zip")) {
      try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(source))) {
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
          if (entry.getName().endsWith(".json")) {
            record(zip);
          }
        }
      }
    } else {
      try (InputStream in = Files.newInputStream(source)) {
        record(in);
      }
    }
    return this;
  }

  /** Writes the index, and only then replaces what was at {@code target}. */
  public Provenance write(String name, Path target) throws IOException {
    List<AdvisoryIndex.Entry> entries =
        byPackage.values().stream()
            .map(OsvImporter::sorted)
            .sorted(
                Comparator.comparingLong(
                        (AdvisoryIndex.Entry each) ->
                            AdvisoryIndex.hash(each.ecosystem(), each.name()))
                    .thenComparing(AdvisoryIndex.Entry::ecosystem)
                    .thenComparing(AdvisoryIndex.Entry::name))
            .toList();
    List<byte[]> texts = entries.stream().map(Json::bytes).toList();
    Provenance provenance =
        new Provenance(
            name, LocalDate.ofInstant(newest, ZoneOffset.UTC), advisories, digest(texts));
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try (OutputStream out = Files.newOutputStream(part);
        DataOutputStream data = new DataOutputStream(new BufferedOutputStream(out))) {
      write(entries, texts, Json.bytes(provenance), data);
    }
    Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    return provenance;
  }

  private static void write(
      List<AdvisoryIndex.Entry> entries, List<byte[]> texts, byte[] header, DataOutputStream out)
      throws IOException {
    out.writeLong(AdvisoryIndex.MAGIC);
    out.writeInt(entries.size());
    out.writeInt(header.length);
    out.write(header);
    long offset =
        Long.BYTES
            + 2L * Integer.BYTES
            + header.length
            + (long) entries.size() * AdvisoryIndex.SLOT;
    for (int i = 0; i < entries.size(); i++) {
      out.writeLong(AdvisoryIndex.hash(entries.get(i).ecosystem(), entries.get(i).name()));
      out.writeInt(Math.toIntExact(offset));
      out.writeInt(texts.get(i).length);
      offset += texts.get(i).length;
    }
    for (byte[] text : texts) {
      out.write(text);
    }
  }

  private void record(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_RECORD + 1);
    if (bytes.length > MAX_RECORD || ++records > MAX_RECORDS) {
      throw new IllegalArgumentException("more or larger advisories than an index can hold");
    }
    JsonNode osv;
    try {
      osv = Json.parse(bytes);
    } catch (Json.MalformedException e) {
      throw new IllegalArgumentException("a record of the dump is not JSON", e);
    }
    Instant modified = modified(osv);
    newest = modified.isAfter(newest) ? modified : newest;
    for (OsvRecord.Affected affected : OsvRecord.read(osv)) {
      add(affected.ecosystem(), affected.name(), affected.advisory());
    }
  }

  private void add(Ecosystem ecosystem, String name, Advisory advisory) {
    byPackage
        .computeIfAbsent(
            ecosystem.name() + '\0' + name,
            key -> new AdvisoryIndex.Entry(ecosystem, name, new ArrayList<>()))
        .advisories()
        .add(advisory);
    advisories++;
  }

  private static Instant modified(JsonNode osv) {
    try {
      return Instant.parse(osv.path("modified").asText());
    } catch (DateTimeParseException e) {
      return Instant.EPOCH;
    }
  }

  private static AdvisoryIndex.Entry sorted(AdvisoryIndex.Entry entry) {
    List<Advisory> sorted =
        entry.advisories().stream().sorted(Comparator.comparing(Advisory::id)).toList();
    return new AdvisoryIndex.Entry(entry.ecosystem(), entry.name(), sorted);
  }

  private static String digest(List<byte[]> texts) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      texts.forEach(sha256::update);
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
