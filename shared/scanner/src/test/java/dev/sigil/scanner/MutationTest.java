package dev.sigil.scanner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.management.ThreadMXBean;
import dev.sigil.core.ErrorCode;
import dev.sigil.core.SigilException;
import dev.sigil.core.json.Json;
import dev.sigil.core.scan.CatalogueScanner;
import dev.sigil.core.scan.ScanEngine;
import dev.sigil.core.scan.ScanReport;
import dev.sigil.core.scan.ServedText;
import dev.sigil.core.scan.ServerProfile;
import dev.sigil.core.scan.render.MarkdownReport;
import dev.sigil.core.scan.render.Sarif;
import dev.sigil.core.scan.render.TerminalReport;
import dev.sigil.core.tool.ToolCatalogue;
import dev.sigil.scanner.sbom.CycloneDx;
import dev.sigil.scanner.sbom.Inventory;
import dev.sigil.scanner.secret.GitleaksRules;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Shows broken files of every kind to all that reads them, and the reports to all that writes them:
 * nothing crashes, hangs, or takes memory without bound. A hundred thousand inputs, each within a
 * second of processor time, with {@code -Dsigil.fuzz.rounds=100000 -Dsigil.fuzz.millis=1000}.
 */
class MutationTest {
  private static final int ROUNDS = Integer.getInteger("sigil.fuzz.rounds", 300);
  private static final long LONGEST = Integer.getInteger("sigil.fuzz.millis", 20_000);
  private static final long MOST_BYTES = 1L << 30;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final CatalogueScanner answers = ScanEngine.installed().catalogueScanner();
  private final Map<String, Long> slowest = new TreeMap<>();

  @Test
  void brokenFile_isScannedOrRefused() throws IOException {
    Map<String, byte[]> sound = FuzzSeeds.all();
    sound.forEach(this::read);
    List<String> paths = List.copyOf(sound.keySet());
    Mutations mutations =
        new Mutations(new Random(Long.getLong("sigil.fuzz.seed", 7)), List.copyOf(sound.values()));
    for (int round = 0; round < ROUNDS; round++) {
      String path = paths.get(round % paths.size());
      byte[] broken = mutations.of(Objects.requireNonNull(sound.get(path)));
      measured(path, broken, () -> read(path, broken));
    }
    if (ROUNDS >= 10_000) {
      System.out.println("slowest in ms: " + slowest);
    }
  }

  private void measured(String path, byte[] broken, Runnable reading) {
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    long started = THREADS.getCurrentThreadCpuTime();
    try {
      reading.run();
    } catch (RuntimeException | Error e) {
      throw new AssertionError(described(path, broken), e);
    }
    long millis = (THREADS.getCurrentThreadCpuTime() - started) / 1_000_000;
    slowest.merge(path, millis, Math::max);
    assertThat(millis).as(() -> "milliseconds, " + described(path, broken)).isLessThan(LONGEST);
    assertThat(THREADS.getCurrentThreadAllocatedBytes() - allocated)
        .as(() -> "bytes, " + described(path, broken))
        .isLessThan(MOST_BYTES);
  }

  private void read(String path, byte[] broken) {
    String text = new String(broken, StandardCharsets.UTF_8);
    MemoryTree tree = new MemoryTree().with(path, broken);
    switch (path) {
      case "gitleaks.toml" -> GitleaksRules.parse(text);
      case "answer.json" -> answer(text);
      default -> {
        write(tree);
        CycloneDx.write(Inventory.of(tree, ""), "fuzzed", "");
      }
    }
  }

  private static void write(MemoryTree tree) {
    ScanReport report;
    try {
      report = Scans.scan(tree);
    } catch (SigilException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.SCAN_INCOMPLETE);
      return;
    }
    String shown = TerminalReport.of(report, false);
    assertThat(shown.codePoints().filter(MutationTest::obeyed).count()).as(shown).isZero();
    assertThat(MarkdownReport.of(report).length()).isLessThan(MarkdownReport.MAX_CHARACTERS);
    assertThat(Json.bytes(Sarif.of(report)).length).isPositive();
  }

  private static boolean obeyed(int point) {
    return point != '\n' && (Character.isISOControl(point) || point == 0x202E || point == 0x200B);
  }

  private void answer(String text) {
    List<ObjectNode> tools = new ArrayList<>();
    try {
      for (JsonNode tool : Json.parse(text)) {
        if (tool instanceof ObjectNode object) {
          tools.add(object);
        }
      }
      ToolCatalogue catalogue = ToolCatalogue.of(tools);
      answers.scan(catalogue, served(text), ToolCatalogue.EMPTY, ServerProfile.EMPTY);
    } catch (Json.MalformedException | SigilException e) {
      answers.scan(ToolCatalogue.EMPTY, served(text), null, ServerProfile.EMPTY);
    }
  }

  private static List<ServedText> served(String text) {
    return List.of(new ServedText(ServedText.INSTRUCTIONS, text));
  }

  private static String described(String path, byte[] broken) {
    return path + " " + Base64.getEncoder().encodeToString(broken);
  }
}
