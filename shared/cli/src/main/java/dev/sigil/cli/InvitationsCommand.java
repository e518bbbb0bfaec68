package dev.sigil.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "invitations",
    mixinStandardHelpOptions = true,
    description = "Open invitations into the workspace: list, withdraw.",
    subcommands = {InvitationsListCommand.class, InvitationsWithdrawCommand.class})
final class InvitationsCommand implements Runnable {
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command: list or withdraw");
  }
}
