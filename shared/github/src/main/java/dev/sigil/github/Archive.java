package dev.sigil.github;

import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.source.SourceLimits;
import dev.sigil.core.source.TreeWriter;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Unpacks the tar.gz in which GitHub hands out a commit: all below one folder, left out here. */
final class Archive {
  /* Of an entry beside its content: header, padding, and what a long name or link takes. */
  private static final long OVERHEAD = 8 << 10;

  private Archive() {}

  /** Unpacks into {@code target}, which is created; submodules are empty folders and vanish. */
  static Path unpack(InputStream archive, Path target, SourceLimits limits) throws IOException {
    TreeWriter writer = new TreeWriter(target, limits);
    long most = limits.maxTotalBytes() + (2L * limits.maxFiles() + 16) * OVERHEAD;
    InputStream unpacked = new Bounded(new GZIPInputStream(archive, 1 << 16), most);
    TarArchiveInputStream tar = new TarArchiveInputStream(unpacked, StandardCharsets.UTF_8.name());
    for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
      write(entry, tar, writer);
    }
    writer.finish();
    return target;
  }

  private static void write(TarArchiveEntry entry, TarArchiveInputStream tar, TreeWriter writer)
      throws IOException {
    String path = belowTop(entry.getName());
    if (entry.isDirectory()) {
      if (!path.isEmpty()) {
        writer.directory(path);
      }
    } else if (entry.isSymbolicLink()) {
      writer.link(path, entry.getLinkName());
    } else if (entry.getLinkFlag() == TarConstants.LF_NORMAL) {
      writer.file(path, (entry.getMode() & 0100) != 0, entry.getSize(), tar);
    } else {
      throw new SigilException(
          ErrorCode.SOURCE_UNSAFE, "The repository's archive holds more than files and links.");
    }
  }

  private static String belowTop(String name) {
    String plain = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    int slash = plain.indexOf('/');
    return slash < 0 ? "" : plain.substring(slash + 1);
  }

  /** Ends a stream that unpacks to more than an honest archive within the limits does. */
  private static final class Bounded extends FilterInputStream {
    private long left;

    Bounded(InputStream in, long most) {
      super(in);
      this.left = most;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      left -= Math.max(0, read);
      if (left < 0) {
        throw new SigilException(
            ErrorCode.SOURCE_TOO_LARGE, "The repository's archive unpacks to too much.");
      }
      return read;
    }

    @Override
    public long skip(long count) throws IOException {
      byte[] passed = new byte[(int) Math.min(count, 1 << 13)];
      return Math.max(0, read(passed, 0, passed.length));
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
