package dev.sigil.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "secrets",
    mixinStandardHelpOptions = true,
    description = "Secrets of a server: set, list, remove. A value is never shown again.",
    subcommands = {SecretsSetCommand.class, SecretsListCommand.class, SecretsRemoveCommand.class})
final class SecretsCommand implements Runnable {
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command: set, list or rm");
  }
}
