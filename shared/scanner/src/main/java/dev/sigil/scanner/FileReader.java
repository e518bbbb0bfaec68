package dev.sigil.scanner;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.source.SourcePath;
import dev.sigil.core.source.SourceTree;
import dev.sigil.scanner.detect.Deadline;
import dev.sigil.scanner.detect.Detector;
import dev.sigil.scanner.detect.Findings;
import dev.sigil.scanner.detect.Location;
import dev.sigil.scanner.detect.ScannedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the files of one tree and shows each to the detectors that accept it. A file longer than a
 * stretch is shown in stretches that overlap, so that what lies across a cut is seen whole at least
 * once and memory stays bounded.
 */
final class FileReader {
  private static final int OVERLAP = 16 * 1024;
  private static final int SNIFFED = 8 * 1024;
  private static final int MAX_FOLLOWED = 256 * 1024;
  private static final Set<String> SOURCE =
      Set.of(
          "js",
          "mjs",
          "cjs",
          "jsx",
          "ts",
          "mts",
          "cts",
          "tsx",
          "py",
          "pyi",
          "go",
          "java",
          "kt",
          "rs",
          "rb",
          "php",
          "cs",
          "sh",
          "bash",
          "ps1",
          "json",
          "yaml",
          "yml",
          "toml",
          "md",
          "txt",
          "html",
          "env",
          "xml",
          "properties",
          "gradle",
          "sql");

  private final SourceTree tree;
  private final String folder;
  private final ScanLimits limits;
  private final Deadline deadline;
  private final UnitTests tests = new UnitTests();

  FileReader(SourceTree tree, String folder, ScanLimits limits, Deadline deadline) {
    this.tree = tree;
    this.folder = folder;
    this.limits = limits;
    this.deadline = deadline;
  }

  /** Shows every file, unit tests last and, when nothing runs them, not as code that runs. */
  void inspect(List<SourceTree.Entry> files, List<Detector> detectors, Findings findings)
      throws IOException {
    List<SourceTree.Entry> last = new ArrayList<>();
    for (SourceTree.Entry entry : files) {
      if (UnitTests.isCollected(entry.path())) {
        last.add(entry);
      } else {
        inspect(entry, detectors, findings);
      }
    }
    List<Detector> ofTests = detectors.stream().filter(Detector::judgesUnitTests).toList();
    for (SourceTree.Entry entry : last) {
      inspect(entry, runs(entry) ? detectors : ofTests, findings);
    }
  }

  private boolean runs(SourceTree.Entry test) {
    return tests.isNamed(test.path()) || start(test.path()).filter(UnitTests::isServer).isPresent();
  }

  private void inspect(SourceTree.Entry entry, List<Detector> detectors, Findings findings)
      throws IOException {
    deadline.check();
    Location location = Location.of(entry.path(), folder);
    List<Detector> interested =
        detectors.stream().filter(detector -> detector.accepts(location)).toList();
    boolean whole = interested.stream().anyMatch(Detector::needsWholeFile);
    if (whole && entry.size() > limits.maxManifestBytes()) {
      throw new SigilException(
          ErrorCode.SCAN_INCOMPLETE, "The file " + entry.path() + " is too large to be scanned.");
    }
    int stretch = whole ? (int) entry.size() + 1 : limits.chunkBytes();
    try (InputStream in =
        tree.open(entry.path()).orElseThrow(() -> new IOException("vanished: " + entry.path()))) {
      show(location, in, stretch, interested, findings);
    }
  }

  private void show(
      Location location, InputStream in, int stretch, List<Detector> detectors, Findings findings)
      throws IOException {
    byte[] content = in.readNBytes(stretch);
    Charset charset = charset(content);
    boolean text = !charset.equals(StandardCharsets.UTF_8) || isText(location, content);
    int line = 1;
    boolean more = true;
    while (more) {
      byte[] shown =
          charset.equals(StandardCharsets.UTF_8)
              ? content
              : new String(content, charset).getBytes(StandardCharsets.UTF_8);
      ScannedFile file = new ScannedFile(location, shown, line, text, deadline, this::start);
      if (text && !location.prose() && !UnitTests.isCollected(location.path())) {
        tests.learn(shown);
      }
      detectors.forEach(detector -> detector.inspect(file, findings));
      deadline.check();
      byte[] next = content.length < stretch ? new byte[0] : in.readNBytes(stretch - OVERLAP);
      more = next.length > 0;
      if (more) {
        line += newlines(content, content.length - OVERLAP);
        content = join(Arrays.copyOfRange(content, content.length - OVERLAP, content.length), next);
      }
    }
  }

  /* The start of another file, for a detector that follows a reference; what leaves the tree or
   * does not exist is nothing to follow. */
  private Optional<byte[]> start(String path) {
    try {
      return tree.read(SourcePath.normalize(path), MAX_FOLLOWED);
    } catch (SigilException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Charset charset(byte[] content) {
    if (content.length > 1 && content[0] == (byte) 0xFF && content[1] == (byte) 0xFE) {
      return StandardCharsets.UTF_16LE;
    }
    return content.length > 1 && content[0] == (byte) 0xFE && content[1] == (byte) 0xFF
        ? StandardCharsets.UTF_16BE
        : StandardCharsets.UTF_8;
  }

  /* A NUL makes a file binary, unless its name says that a compiler or a person reads it. */
  private static boolean isText(Location location, byte[] content) {
    if (SOURCE.contains(location.extension())) {
      return true;
    }
    for (int i = 0; i < Math.min(content.length, SNIFFED); i++) {
      if (content[i] == 0) {
        return false;
      }
    }
    return true;
  }

  private static int newlines(byte[] content, int end) {
    int count = 0;
    for (int i = 0; i < end; i++) {
      count += content[i] == '\n' ? 1 : 0;
    }
    return count;
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }
}
