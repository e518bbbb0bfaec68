package dev.sigil.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "members",
    mixinStandardHelpOptions = true,
    description = "Who is in the workspace: list, add, role, remove.",
    subcommands = {
      MembersListCommand.class,
      MembersAddCommand.class,
      MembersRoleCommand.class,
      MembersRemoveCommand.class
    })
final class MembersCommand implements Runnable {
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command: list, add, role or remove");
  }
}
