package dev.sigil.scanner.dependency.advisory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.json.Json;
import dev.sigil.scanner.dependency.inventory.Ecosystem;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * An index file made by {@link OsvImporter}, mapped into memory: nothing but what is asked for is
 * read, however many advisories it holds. The file is a header, a table of (hash of the package,
 * offset, length) sorted by hash, and one JSON text per package. Thread-safe.
 */
public final class AdvisoryIndex implements Advisories {
  static final long MAGIC = 0x534947494C414456L;
  static final int SLOT = Long.BYTES + 2 * Integer.BYTES;
  private static final int MAX_HEADER = 10_000;

  private final ByteBuffer file;
  private final int table;
  private final int slots;
  private final Provenance provenance;

  /** One package's advisories, as the file keeps them. */
  record Entry(Ecosystem ecosystem, String name, List<Advisory> advisories) {}

  private AdvisoryIndex(ByteBuffer file) {
    ByteBuffer header = file.duplicate();
    if (header.getLong() != MAGIC) {
      throw new IllegalArgumentException("not an advisory index");
    }
    slots = header.getInt();
    int length = header.getInt();
    if (length < 0 || length > MAX_HEADER || slots < 0) {
      throw new IllegalArgumentException("not an advisory index");
    }
    byte[] json = new byte[length];
    header.get(json);
    this.provenance = Json.read(json, Provenance.class);
    this.table = header.position();
    this.file = file;
    if ((long) table + (long) slots * SLOT > file.limit()) {
      throw new IllegalArgumentException("the advisory index is cut short");
    }
  }

  /**
   * Maps the index at {@code path}.
   *
   * @throws IllegalArgumentException when the file is no index
   */
  public static AdvisoryIndex open(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      return new AdvisoryIndex(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
    } catch (BufferUnderflowException | Json.MalformedException e) {
      throw new IllegalArgumentException("not an advisory index: " + path, e);
    }
  }

  @Override
  public List<Advisory> about(Ecosystem ecosystem, String name) {
    long wanted = hash(ecosystem, name);
    List<Advisory> found = new ArrayList<>();
    for (int slot = first(wanted); slot < slots && hashAt(slot) == wanted; slot++) {
      JsonNode entry = Json.parse(textAt(slot));
      if (entry.path("ecosystem").asText().equals(ecosystem.name())
          && entry.path("name").asText().equals(name)) {
        found.addAll(Json.convert(entry, Entry.class).advisories());
      }
    }
    return List.copyOf(found);
  }

  @Override
  public Provenance provenance() {
    return provenance;
  }

  static long hash(Ecosystem ecosystem, String name) {
    try {
      byte[] key = (ecosystem.name() + '\0' + name).getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(key)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private int first(long wanted) {
    int low = 0;
    int high = slots;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (hashAt(middle) < wanted) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private long hashAt(int slot) {
    return file.getLong(table + slot * SLOT);
  }

  private byte[] textAt(int slot) {
    int at = table + slot * SLOT + Long.BYTES;
    byte[] text = new byte[file.getInt(at + Integer.BYTES)];
    file.get(file.getInt(at), text);
    return text;
  }
}
