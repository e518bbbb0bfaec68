package dev.sigil.embedded.source;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.source.Commit;
import dev.sigil.core.source.SourceLimits;
import dev.sigil.core.source.SourcePath;
import dev.sigil.core.source.TreeWriter;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes a commit's files. The tree is listed and judged first, names and sizes, and then written
 * from git's objects. Submodules are left out.
 */
final class Checkout {
  private static final String LINK = "120000";
  private static final String EXECUTABLE = "100755";
  private static final String SUBMODULE = "160000";
  private static final String DIRECTORY = "040000";
  private static final int MAX_RECORD = 8_192;

  private record Entry(String mode, String object, long size, String path) {}

  private final Git git;
  private final Path bare;
  private final SourceLimits limits;
  private final Duration timeout;

  Checkout(Git git, Path bare, SourceLimits limits, Duration timeout) {
    this.git = git;
    this.bare = bare;
    this.limits = limits;
    this.timeout = timeout;
  }

  Path write(Commit commit, Path target) {
    List<Entry> entries =
        git.converse(
            bare,
            timeout,
            this::list,
            "ls-tree",
            "-r",
            "-t",
            "-z",
            "-l",
            "--full-tree",
            commit.id());
    return git.converse(
        bare,
        timeout,
        process -> {
          write(process, entries, new TreeWriter(target, limits));
          return target;
        },
        "cat-file",
        "--batch");
  }

  private List<Entry> list(Process process) throws IOException {
    List<Entry> entries = new ArrayList<>();
    Set<String> paths = new HashSet<>();
    long total = 0;
    int seen = 0;
    InputStream in = new BufferedInputStream(process.getInputStream(), 1 << 16);
    for (byte[] bytes = record(in); bytes.length > 0; bytes = record(in)) {
      Entry entry = parse(bytes);
      seen++;
      bound(seen <= 2L * limits.maxFiles(), "holds too many files");
      long depth = entry.path().chars().filter(c -> c == '/').count();
      bound(depth <= limits.maxDepth(), "is nested too deeply");
      if (!paths.add(entry.path())) {
        throw unsafe("names a path twice");
      }
      if (!entry.mode().equals(DIRECTORY) && !entry.mode().equals(SUBMODULE)) {
        total += entry.size();
        bound(entry.size() <= limits.maxFileBytes(), "holds a file that is too large");
        bound(total <= limits.maxTotalBytes(), "is too large");
        entries.add(entry);
        bound(entries.size() <= limits.maxFiles(), "holds too many files");
      }
    }
    if (await(process) != 0) {
      throw new IOException("git ls-tree failed");
    }
    return entries;
  }

  /* <mode> SP <type> SP <object> SP+ <size> TAB <path> */
  private static Entry parse(byte[] bytes) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw unsafe("holds a name that is not UTF-8");
    }
    int tab = text.indexOf('\t');
    String[] fields = text.substring(0, tab).split(" +", -1);
    String path = text.substring(tab + 1);
    boolean plain = !path.isEmpty() && SourcePath.normalize(path).equals(path);
    if (!plain) {
      throw unsafe("holds a path that cannot be stored safely");
    }
    long size = fields[3].equals("-") ? 0 : Long.parseLong(fields[3]);
    return new Entry(fields[0], fields[2], size, path);
  }

  private static void write(Process process, List<Entry> entries, TreeWriter writer)
      throws IOException {
    InputStream in = new BufferedInputStream(process.getInputStream(), 1 << 16);
    for (Entry entry : entries) {
      request(process, entry);
      long size = header(in, entry);
      if (entry.mode().equals(LINK)) {
        byte[] destination = in.readNBytes((int) Math.min(size, MAX_RECORD));
        writer.link(entry.path(), new String(destination, StandardCharsets.UTF_8));
      } else {
        writer.file(entry.path(), entry.mode().equals(EXECUTABLE), size, in);
      }
      if (in.read() != '\n') {
        throw new EOFException("git cat-file ended early");
      }
    }
    writer.finish();
  }

  private static void request(Process process, Entry entry) throws IOException {
    OutputStream out = process.getOutputStream();
    out.write((entry.object() + "\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  /* <object> SP blob SP <size> LF; the size was judged before and must be the same. */
  private static long header(InputStream in, Entry entry) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || line.size() > 200) {
        throw new EOFException("git cat-file ended early");
      }
      line.write(c);
    }
    String expected = entry.object() + " blob " + entry.size();
    if (!line.toString(StandardCharsets.US_ASCII).equals(expected)) {
      throw unsafe("holds an entry that is not a file");
    }
    return entry.size();
  }

  private static byte[] record(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(128);
    for (int c = in.read(); c > 0; c = in.read()) {
      bytes.write(c);
      if (bytes.size() > MAX_RECORD) {
        throw unsafe("holds a path that is too long");
      }
    }
    return bytes.toByteArray();
  }

  private static int await(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static void bound(boolean kept, String problem) {
    if (!kept) {
      throw new SigilException(ErrorCode.SOURCE_TOO_LARGE, "The repository " + problem + ".");
    }
  }

  private static SigilException unsafe(String problem) {
    return new SigilException(ErrorCode.SOURCE_UNSAFE, "The repository " + problem + ".");
  }
}
