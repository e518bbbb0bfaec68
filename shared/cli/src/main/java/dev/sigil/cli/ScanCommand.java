package dev.sigil.cli;

import dev.sigil.core.SigilException;
import dev.sigil.core.TransientException;
import dev.sigil.core.json.Json;
import dev.sigil.core.scan.ScanEngine;
import dev.sigil.core.scan.ScanReport;
import dev.sigil.core.scan.Scanner;
import dev.sigil.core.scan.Verdict;
import dev.sigil.core.scan.policy.Judgement;
import dev.sigil.core.scan.policy.Policies;
import dev.sigil.core.scan.policy.ScanPolicy;
import dev.sigil.core.scan.render.TerminalReport;
import dev.sigil.core.source.DirectoryTree;
import dev.sigil.core.source.SourceLimits;
import dev.sigil.core.source.SourcePath;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
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
      "Nothing of it is executed. Without --osv nothing is asked of the network."
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
      description = "text, json, sarif, markdown or cyclonedx (default: text).")
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

  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = "A gitleaks configuration whose rules look for secrets too; they only warn.")
  @Nullable Path rules;

  @Option(
      names = "--advisories",
      paramLabel = "FILE",
      description = "An index or an OSV dump (default: what `sigil advisories import` made).")
  @Nullable Path advisories;

  @Option(
      names = "--osv",
      paramLabel = "URL",
      description = "Ask an OSV service as well; it learns the names of the dependencies.")
  @Nullable URI service;

  /** How a scan is written. */
  enum Format {
    TEXT,
    JSON,
    SARIF,
    MARKDOWN,
    CYCLONEDX
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
      return chosen() == Format.CYCLONEDX ? list() : scan(chosen);
    } catch (SigilException e) {
      session.complain(String.valueOf(e.getMessage()), e.hint());
      return ExitCode.FAILURE;
    } catch (TransientException e) {
      session.complain(String.valueOf(e.getMessage()), "Try again, or scan without --osv.");
      return ExitCode.UNREACHABLE;
    }
  }

  private int scan(ScanPolicy by) {
    ScanEngine.Additions additions = additions();
    ScanEngine engine = ScanEngine.installed();
    engine
        .rejected(additions)
        .forEach(reason -> session.err().println("warning: " + TerminalReport.clean(reason)));
    Scanner scanner = engine.scanner(additions, InstantSource.system());
    try (DirectoryTree tree = tree()) {
      ScanReport report = Judgement.by(by).of(scanner.scan(tree, built()));
      print(ReportFormat.valueOf(chosen().name()).write(report, session.ansi()));
      boolean fails =
          report.verdict() == Verdict.BLOCK || (failOnWarning && report.verdict() == Verdict.WARN);
      return fails ? ExitCode.FAILURE : ExitCode.OK;
    }
  }

  private int list() {
    try (DirectoryTree tree = tree()) {
      Path name = path.toAbsolutePath().normalize().getFileName();
      String application = name == null ? "application" : name.toString();
      print(Json.pretty(ScanEngine.installed().billOfMaterials(tree, built(), application)) + "\n");
      return ExitCode.OK;
    }
  }

  private ScanEngine.Additions additions() {
    Path imported = Files.isRegularFile(session.advisories()) ? session.advisories() : null;
    return new ScanEngine.Additions(advisories == null ? imported : advisories, service, rules);
  }

  private DirectoryTree tree() {
    return DirectoryTree.open(path, SourceLimits.DEFAULT, () -> {}, all ? Set.of() : INSTALLED);
  }

  private String built() {
    return folder.isEmpty() ? "" : SourcePath.normalize(folder);
  }

  private Format chosen() {
    return json ? Format.JSON : format == null ? Format.TEXT : format;
  }

  private void print(String text) {
    session.out().print(text);
    session.out().flush();
  }
}
