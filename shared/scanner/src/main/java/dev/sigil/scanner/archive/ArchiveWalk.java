package dev.sigil.scanner.archive;

import dev.sigil.scanner.detect.Findings;
import dev.sigil.scanner.detect.Rule;
import dev.sigil.scanner.detect.ScannedFile;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;

/** One look through one archive and those inside it. Used once, by one thread. */
final class ArchiveWalk {
  private static final int MAX_DEPTH = 4;
  private static final int MAX_ENTRIES = 200_000;
  private static final long MAX_UNPACKED = 128L << 20;
  private static final int MAX_NESTED = 16 << 20;
  private static final long BOMB_RATIO = 200;
  private static final long BOMB_FLOOR = 64L << 20;
  private static final int BUFFER = 64 * 1024;

  private final ScannedFile file;
  private final Findings findings;
  private long unpacked;
  private int entries;

  ArchiveWalk(ScannedFile file, Findings findings) {
    this.file = file;
    this.findings = findings;
  }

  void run() {
    try {
      open(file.location().name(), file.content(), 0);
    } catch (BombException e) {
      report(ArchiveDetector.BOMB, e.entry);
    } catch (IOException | IllegalArgumentException e) {
      report(ArchiveDetector.BROKEN, file.location().name());
    }
  }

  private void open(String name, byte[] content, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw new BombException(name + " nests archives too deeply");
    }
    file.deadline().check();
    if (startsWith(content, 'P', 'K')) {
      zip(content, depth);
    } else if (startsWith(content, 0x1F, 0x8B)) {
      compressed(name, new GZIPInputStream(new ByteArrayInputStream(content), BUFFER), depth);
    } else if (startsWith(content, 'B', 'Z')) {
      InputStream packed = new ByteArrayInputStream(content);
      compressed(name, new BZip2CompressorInputStream(packed, true), depth);
    } else {
      tar(new ByteArrayInputStream(content), depth);
    }
  }

  private void zip(byte[] content, int depth) throws IOException {
    try (ZipFile zip =
        ZipFile.builder()
            .setSeekableByteChannel(new SeekableInMemoryByteChannel(content))
            .setIgnoreLocalFileHeader(true)
            .get()) {
      long declared = 0;
      for (Enumeration<ZipArchiveEntry> all = zip.getEntries(); all.hasMoreElements(); ) {
        ZipArchiveEntry entry = all.nextElement();
        declared += Math.max(0, entry.getSize());
        bound(declared > BOMB_FLOOR && declared / BOMB_RATIO > content.length, entry.getName());
        name(entry.getName());
        if (entry.isUnixSymlink()) {
          byte[] target = zip.getInputStream(entry).readNBytes(4_096);
          link(entry.getName(), new String(target, StandardCharsets.UTF_8));
        } else if (isArchive(entry.getName())) {
          nested(entry.getName(), zip.getInputStream(entry), depth);
        }
      }
    }
  }

  /* A tar in a compressed file is unpacked as a stream; anything else is only measured. */
  private void compressed(String name, InputStream stream, int depth) throws IOException {
    BufferedInputStream in = new BufferedInputStream(new Counted(stream), BUFFER);
    in.mark(BUFFER);
    byte[] head = in.readNBytes(512);
    in.reset();
    boolean tar =
        head.length == 512 && new String(head, 257, 5, StandardCharsets.US_ASCII).equals("ustar");
    if (tar || name.toLowerCase(Locale.ROOT).matches(".*\\.(tgz|tbz2|tar\\.(gz|bz2))")) {
      tar(in, depth);
    } else {
      in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private void tar(InputStream stream, int depth) throws IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(stream)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        name(entry.getName());
        if (entry.isSymbolicLink()) {
          link(entry.getName(), entry.getLinkName());
        } else if (entry.isLink()) {
          link("", entry.getLinkName());
        } else if (entry.isFile() && isArchive(entry.getName())) {
          nested(entry.getName(), tar, depth);
        }
      }
      stream.transferTo(OutputStream.nullOutputStream());
    }
  }

  private void nested(String name, InputStream stream, int depth) throws IOException {
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER];
    for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
      unpacked += read;
      bound(unpacked > MAX_UNPACKED || copy.size() > MAX_NESTED, name);
      copy.write(buffer, 0, read);
    }
    try {
      open(name, copy.toByteArray(), depth + 1);
    } catch (IOException | IllegalArgumentException e) {
      report(ArchiveDetector.BROKEN, name);
    }
  }

  private void name(String name) {
    bound(++entries > MAX_ENTRIES, name);
    if (entries % 1_000 == 0) {
      file.deadline().check();
    }
    if (EntryPath.escapes("", name)) {
      report(ArchiveDetector.ESCAPE, name);
    }
  }

  private void link(String from, String target) {
    int slash = from.lastIndexOf('/');
    String directory = slash < 0 ? "" : from.substring(0, slash);
    if (EntryPath.escapes(directory, target)) {
      report(ArchiveDetector.LINK, from + " -> " + target);
    }
  }

  private void report(Rule rule, String excerpt) {
    findings.add(rule, file.location(), 0, excerpt, excerpt);
  }

  private static void bound(boolean exceeded, String name) {
    if (exceeded) {
      throw new BombException(name);
    }
  }

  private static boolean startsWith(byte[] content, int first, int second) {
    return content.length > 1 && (content[0] & 0xFF) == first && (content[1] & 0xFF) == second;
  }

  private static boolean isArchive(String name) {
    return name.toLowerCase(Locale.ROOT)
        .matches(".*\\.(zip|jar|war|ear|whl|egg|nupkg|vsix|mcpb|dxt|tar|tgz|gz|tbz2|bz2)");
  }

  /** The archive is one that harms whoever unpacks it. */
  private static final class BombException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String entry;

    BombException(String entry) {
      super(entry);
      this.entry = entry;
    }
  }

  /** Counts what a stream unpacks to, also inside a library. */
  private final class Counted extends FilterInputStream {
    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      unpacked += Math.max(0, read);
      if (unpacked > MAX_UNPACKED) {
        throw new BombException(file.location().name());
      }
      return read;
    }
  }
}
