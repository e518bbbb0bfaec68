package dev.sigil.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "previews",
    mixinStandardHelpOptions = true,
    description = "Servers of pull requests: list, approve, on or off.",
    subcommands = {
      PreviewsListCommand.class,
      PreviewsApproveCommand.class,
      PreviewsSetCommand.class
    })
final class PreviewsCommand implements Runnable {
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command: list, approve or set");
  }
}
