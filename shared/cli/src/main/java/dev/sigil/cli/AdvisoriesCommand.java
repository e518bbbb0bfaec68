package dev.sigil.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "advisories",
    mixinStandardHelpOptions = true,
    description = "Known vulnerabilities that scans compare dependencies with: import.",
    subcommands = AdvisoriesImportCommand.class)
final class AdvisoriesCommand implements Runnable {
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command: import");
  }
}
