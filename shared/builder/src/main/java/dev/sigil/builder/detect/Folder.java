package dev.sigil.builder.detect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.json.Json;
import dev.sigil.core.source.SourceTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One folder of a source tree. Paths are relative to it. Files are read up to {@value #MAX_BYTES}
 * bytes; a larger one is an error where it decides something. Not thread-safe, as the tree.
 */
public final class Folder {
  public static final int MAX_BYTES = 1 << 20;

  private final SourceTree tree;
  private final String path;
  private final Map<String, Long> sizes = new HashMap<>();
  private final List<String> files;

  public Folder(SourceTree tree, String path) {
    this.tree = tree;
    this.path = path;
    String prefix = path.isEmpty() ? "" : path + "/";
    for (SourceTree.Entry entry : tree.files()) {
      if (entry.path().startsWith(prefix)) {
        sizes.put(entry.path().substring(prefix.length()), entry.size());
      }
    }
    files = sizes.keySet().stream().sorted().toList();
  }

  /** Relative to the repository's root; empty for the root. */
  public String path() {
    return path;
  }

  /** All files below, sorted. */
  public List<String> files() {
    return files;
  }

  public boolean has(String file) {
    return sizes.containsKey(file);
  }

  /** Where {@code file} is in the repository. */
  public String locate(String file) {
    return path.isEmpty() ? file : path + "/" + file;
  }

  public Folder child(String name) {
    return name.isEmpty() ? this : new Folder(tree, locate(name));
  }

  /** The folder this one is in, up to the repository's root. */
  public Optional<Folder> parent() {
    return path.isEmpty()
        ? Optional.empty()
        : Optional.of(new Folder(tree, path.substring(0, Math.max(0, path.lastIndexOf('/')))));
  }

  /**
   * The bytes of a file, or empty when there is none.
   *
   * @throws SigilException {@code MANIFEST_INVALID} when it is larger than {@code max}
   */
  public Optional<byte[]> bytes(String file, int max) {
    if (!has(file)) {
      return Optional.empty();
    }
    if (sizes.getOrDefault(file, 0L) > max) {
      throw invalid(file, "is larger than " + max + " bytes");
    }
    try {
      return tree.read(locate(file), max);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Optional<String> text(String file) {
    return bytes(file, MAX_BYTES).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /** A JSON object, or empty when there is no such file; {@code MANIFEST_INVALID} otherwise. */
  public Optional<JsonNode> json(String file) {
    return json(file, MAX_BYTES);
  }

  /** As {@link #json(String)}, for files that may be as large as {@code max} bytes. */
  public Optional<JsonNode> json(String file, int max) {
    return bytes(file, max).map(bytes -> parse(file, bytes));
  }

  /** In bytes; 0 when there is no such file. */
  public long size(String file) {
    return sizes.getOrDefault(file, 0L);
  }

  private JsonNode parse(String file, byte[] bytes) {
    try {
      JsonNode json = Json.parse(bytes);
      if (json.isObject()) {
        return json;
      }
    } catch (Json.MalformedException e) {
      throw invalid(file, "is " + e.getMessage());
    }
    throw invalid(file, "must be a JSON object");
  }

  /** {@code MANIFEST_INVALID}; {@code problem} continues a sentence that begins with the file. */
  public SigilException invalid(String file, String problem) {
    return new SigilException(
        ErrorCode.MANIFEST_INVALID,
        locate(file) + " " + problem + ".",
        "Correct " + locate(file) + ", then push again.");
  }
}
