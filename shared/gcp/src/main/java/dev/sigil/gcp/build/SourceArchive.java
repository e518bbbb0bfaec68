package dev.sigil.gcp.build;

import dev.sigil.core.Digests;
import dev.sigil.core.build.ImageBuilder.BuildRequest;
import dev.sigil.core.source.SourceTree;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * What a build reads: the tree below {@code source/}, and beside it, where no file of the tree can
 * stand in its place, the rendered {@code Dockerfile}. Equal trees and Dockerfiles give equal
 * bytes.
 */
public final class SourceArchive {
  /** The folder that holds the tree. */
  public static final String TREE = "source";

  /** The rendered Dockerfile. */
  public static final String DOCKERFILE = "Dockerfile";

  /* The repository's own says what its own Dockerfile can do without; it must not hide our inputs. */
  private static final String IGNORE_FILE = DOCKERFILE + ".dockerignore";
  private static final String IGNORE = "# Everything is part of the build.\n";

  private static final int FILE = 0100644;
  private static final int EXECUTABLE = 0100755;

  private SourceArchive() {}

  /** Equal for requests whose archives are equal, without packing them. */
  static String fingerprint(BuildRequest request) {
    return Digests.sha256Hex(
        request.repository().url(), request.commit().id(), request.dockerfile());
  }

  /** Writes a tar.gz; the stream stays open. */
  public static void write(SourceTree tree, String dockerfile, OutputStream out)
      throws IOException {
    GZIPOutputStream gzip = new GZIPOutputStream(out, 1 << 16);
    TarArchiveOutputStream tar = new TarArchiveOutputStream(gzip, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    text(tar, DOCKERFILE, dockerfile);
    text(tar, IGNORE_FILE, IGNORE);
    for (SourceTree.Entry entry : tree.files()) {
      int mode = entry.executable() ? EXECUTABLE : FILE;
      tar.putArchiveEntry(entry(TREE + "/" + entry.path(), entry.size(), mode));
      try (InputStream content = tree.open(entry.path()).orElseThrow()) {
        content.transferTo(tar);
      }
      tar.closeArchiveEntry();
    }
    tar.finish();
    gzip.finish();
  }

  private static void text(TarArchiveOutputStream tar, String name, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    tar.putArchiveEntry(entry(name, bytes.length, FILE));
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  private static TarArchiveEntry entry(String name, long size, int mode) {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_NORMAL);
    entry.setSize(size);
    entry.setMode(mode);
    entry.setModTime(0);
    entry.setIds(0, 0);
    entry.setNames("", "");
    return entry;
  }
}
