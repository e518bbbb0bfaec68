package dev.sigil.scanner.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.core.scan.Finding;
import dev.sigil.scanner.MemoryTree;
import dev.sigil.scanner.Scans;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveDetectorTest {
  @ParameterizedTest
  @ValueSource(strings = {"../evil.sh", "a/../../evil", "/etc/cron.d/x", "C:\\x", "a\\..\\..\\x"})
  void entryThatLeaves_blocks(String name) throws IOException {
    assertThat(scan("a.zip", zip(name, new byte[3], 0))).containsExactly("archive/path-escape");
    assertThat(scan("a.tar", tar(name, TarConstants.LF_NORMAL, "")))
        .containsExactly("archive/path-escape");
    assertThat(scan("a.tgz", gzip(tar(name, TarConstants.LF_NORMAL, ""))))
        .containsExactly("archive/path-escape");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b.txt", "a/../b.txt", "..a/b", "./a"})
  void entryThatStays_passes(String name) throws IOException {
    assertThat(scan("a.zip", zip(name, new byte[3], 0))).isEmpty();
    assertThat(scan("a.tar", tar(name, TarConstants.LF_NORMAL, ""))).isEmpty();
  }

  @Test
  void linkThatLeaves_blocks_oneThatStaysPasses() throws IOException {
    assertThat(scan("a.tar", tar("lib/x", TarConstants.LF_SYMLINK, "../../etc/passwd")))
        .containsExactly("archive/link-escape");
    assertThat(scan("a.tar", tar("x", TarConstants.LF_LINK, "/etc/shadow")))
        .containsExactly("archive/link-escape");
    assertThat(scan("a.tar", tar("lib/x", TarConstants.LF_SYMLINK, "../y"))).isEmpty();
    assertThat(
            scan("a.zip", zip("x", "../../etc/passwd".getBytes(StandardCharsets.UTF_8), 0120777)))
        .containsExactly("archive/link-escape");
  }

  @Test
  void declaredBomb_blocks() throws IOException {
    assertThat(scan("a.zip", zip("zeros", new byte[66 << 20], 0))).containsExactly("archive/bomb");
  }

  @Test
  void streamedBomb_blocks() throws IOException {
    assertThat(scan("a.tar.gz", gzip(new byte[130 << 20]))).containsExactly("archive/bomb");
  }

  @Test
  void archiveInsideArchive_isOpened() throws IOException {
    byte[] inner = zip("../evil", new byte[1], 0);

    assertThat(scan("a.zip", zip("b.zip", inner, 0))).containsExactly("archive/path-escape");
  }

  @Test
  void matryoshka_blocks() throws IOException {
    byte[] archive = zip("a", new byte[1], 0);
    for (int i = 0; i < 6; i++) {
      archive = zip("x.zip", archive, 0);
    }

    assertThat(scan("a.zip", archive)).containsExactly("archive/bomb");
  }

  @Test
  void innerBomb_blocks() throws IOException {
    byte[] inner = zip("zeros", new byte[66 << 20], 0);

    assertThat(scan("a.tar.gz", gzip(tarOf("x.zip", inner)))).containsExactly("archive/bomb");
  }

  @Test
  void brokenArchive_warns() {
    assertThat(scan("a.zip", "PK not a zip at all".getBytes(StandardCharsets.UTF_8)))
        .containsExactly("archive/unreadable");
  }

  private static List<String> scan(String name, byte[] content) {
    return Scans.scan(new MemoryTree().with("lib/" + name, content)).findings().stream()
        .map(Finding::rule)
        .distinct()
        .toList();
  }

  private static byte[] zip(String name, byte[] content, int mode) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
      ZipArchiveEntry entry = new ZipArchiveEntry(name);
      if (mode != 0) {
        entry.setUnixMode(mode);
      }
      zip.putArchiveEntry(entry);
      zip.write(content);
      zip.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  private static byte[] tar(String name, byte type, String target) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
      entry.setLinkName(target);
      tar.putArchiveEntry(entry);
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  private static byte[] tarOf(String name, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      TarArchiveEntry entry = new TarArchiveEntry(name);
      entry.setSize(content.length);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    }
    return bytes.toByteArray();
  }
}
