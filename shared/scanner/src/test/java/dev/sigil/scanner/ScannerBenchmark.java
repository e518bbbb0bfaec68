package dev.sigil.scanner;

import com.sun.management.OperatingSystemMXBean;
import dev.sigil.core.scan.ScanReport;
import dev.sigil.core.scan.Scanner;
import dev.sigil.core.source.DirectoryTree;
import dev.sigil.core.source.SourceLimits;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;

/**
 * Scans a tree several times in one process and prints the CPU time that the last scan took, and
 * what it saw. Started by {@code scripts/bench/scanner}: {@code secrets|whole SCANS TREE}.
 */
final class ScannerBenchmark {
  private ScannerBenchmark() {}

  public static void main(String[] arguments) {
    InstantSource clock = InstantSource.system();
    Scanner scanner =
        arguments[0].equals("secrets")
            ? SourceScanner.secretsOnly(clock)
            : new SourceScanner(Set.of(), clock);
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    int scans = Integer.parseInt(arguments[1]);
    for (int left = scans; left > 0; left--) {
      long before = system.getProcessCpuTime();
      ScanReport report;
      try (DirectoryTree tree =
          DirectoryTree.open(Path.of(arguments[2]), SourceLimits.DEFAULT, () -> {})) {
        report = scanner.scan(tree, "");
      }
      if (left == 1) {
        double seconds = (system.getProcessCpuTime() - before) / 1e9;
        System.out.printf(
            Locale.ROOT,
            "{\"cpuSeconds\": %.3f, \"bytes\": %d, \"findings\": %d}%n",
            seconds,
            report.bytes(),
            report.findings().size());
      }
    }
  }
}
