package dev.sigil.cli;

import dev.sigil.core.SigilException;
import dev.sigil.core.json.Json;
import dev.sigil.core.scan.ScanReport;
import dev.sigil.core.scan.Scanner;
import dev.sigil.core.scan.Verdict;
import dev.sigil.core.scan.policy.Judgement;
import dev.sigil.core.scan.policy.Policies;
import dev.sigil.core.scan.policy.ScanPolicy;
import dev.sigil.core.scan.render.MarkdownReport;
import dev.sigil.core.scan.render.Sarif;
import dev.sigil.core.scan.render.TerminalReport;
import dev.sigil.core.source.DirectoryTree;
import dev.sigil.core.source.SourceLimits;
import dev.sigil.core.source.SourcePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "scan",
    mixinStandardHelpOptions = true,
    description = {
      "Scan a checkout as the platform does before it builds.",
      "Nothing of it is executed, nothing is asked of the network, and nothing leaves this machine."
    },
    footer = {"", "Exit codes: 0 nothing blocks, 1 blocked or incomplete, 2 usage."})
final class ScanCommand implements Callable<Integer> {
  /* What package managers put there and no commit holds. */
  private static final Set<String> INSTALLED =
      Set.of("node_modules", ".venv", "venv", ".tox", "__pycache__", ".pytest_cache");

  private final Session session;

  @Spec CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "PATH",
      defaultValue = ".",
      description = "The checkout (default: the current directory).")
  Path path = Path.of(".");

  @Option(
      names = "--folder",
      paramLabel = "FOLDER",
      defaultValue = "",
      description = "The folder in it that is built; the rest counts less.")
  String folder = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "text, json, sarif or markdown (default: text).")
  @Nullable Format format;

  @Option(names = "--json", description = "The same as --format json.")
  boolean json;

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      defaultValue = Policies.DEFAULT,
      description = "strict, default or relaxed (default: default).")
  String policy = Policies.DEFAULT;

  @Option(names = "--all", description = "Read installed packages (node_modules, .venv) too.")
  boolean all;

  @Option(names = "--fail-on-warning", description = "Exit with 1 also when something warns.")
  boolean failOnWarning;

  /** How a report is written. */
  enum Format {
    TEXT,
    JSON,
    SARIF,
    MARKDOWN
  }

  ScanCommand(Session session) {
    this.session = session;
    this.spec = CommandSpec.create();
  }

  @Override
  public Integer call() {
    ScanPolicy chosen =
        Policies.named(policy)
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(),
                        "There is no such policy; use strict, default or relaxed."));
    if (!Files.isDirectory(path)) {
      throw new ParameterException(spec.commandLine(), "There is no folder " + path + ".");
    }
    try {
      ScanReport report = Judgement.by(chosen).of(scan());
      print(report);
      boolean fails =
          report.verdict() == Verdict.BLOCK || (failOnWarning && report.verdict() == Verdict.WARN);
      return fails ? ExitCode.FAILURE : ExitCode.OK;
    } catch (SigilException e) {
      session.complain(String.valueOf(e.getMessage()), e.hint());
      return ExitCode.FAILURE;
    }
  }

  private ScanReport scan() {
    Scanner scanner =
        ServiceLoader.load(Scanner.Factory.class)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("No scanner is on the class path."))
            .open(InstantSource.system());
    try (DirectoryTree tree =
        DirectoryTree.open(path, SourceLimits.DEFAULT, () -> {}, all ? Set.of() : INSTALLED)) {
      return scanner.scan(tree, folder.isEmpty() ? "" : SourcePath.normalize(folder));
    }
  }

  private void print(ScanReport report) {
    Format chosen = json ? Format.JSON : format == null ? Format.TEXT : format;
    String text =
        switch (chosen) {
          case TEXT -> TerminalReport.of(report, session.ansi().enabled());
          case JSON -> Json.pretty(Json.tree(report)) + "\n";
          case SARIF -> Json.pretty(Sarif.of(report)) + "\n";
          case MARKDOWN -> MarkdownReport.of(report);
        };
    session.out().print(text);
    session.out().flush();
  }
}
