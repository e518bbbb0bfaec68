package dev.sigil.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "waivers",
    mixinStandardHelpOptions = true,
    description = "Findings that may stay for a while: list, add, remove.",
    subcommands = {WaiversListCommand.class, WaiversAddCommand.class, WaiversRemoveCommand.class})
final class WaiversCommand implements Runnable {
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command: list, add or remove");
  }
}
