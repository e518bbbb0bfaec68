package dev.sigil.gcp.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sigil.testkit.source.MemorySourceTree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;

final class SourceArchiveTest {
  private static MemorySourceTree tree() {
    return MemorySourceTree.of(
            "Dockerfile", "their own", "ünï/" + "x".repeat(150) + ".txt", "long", "z", "")
        .withExecutable("run.sh", "#!/bin/sh\n");
  }

  private static byte[] pack() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SourceArchive.write(tree(), "FROM ours\n", out);
    return out.toByteArray();
  }

  @Test
  void equalTrees_giveEqualBytes() throws IOException {
    assertThat(pack()).isEqualTo(pack());
  }

  @Test
  void tree_liesBelowItsFolder() throws IOException {
    List<String> entries = new ArrayList<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new GZIPInputStream(new ByteArrayInputStream(pack())), "UTF-8")) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        assertThat(entry.getLastModifiedTime().toMillis()).isZero();
        entries.add(Integer.toOctalString(entry.getMode()) + " " + entry.getName());
        if (entry.getName().equals("Dockerfile")) {
          assertThat(tar.readAllBytes()).asString().isEqualTo("FROM ours\n");
        }
      }
    }

    assertThat(entries)
        .containsExactly(
            "100644 Dockerfile",
            "100644 Dockerfile.dockerignore",
            "100644 source/Dockerfile",
            "100755 source/run.sh",
            "100644 source/z",
            "100644 source/ünï/" + "x".repeat(150) + ".txt");
  }
}
