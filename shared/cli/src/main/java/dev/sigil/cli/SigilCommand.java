package dev.sigil.cli;

import java.util.List;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "sigil",
    version = "sigil 0.1.0",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Host MCP servers: push, and minutes later a scanned, verified server answers.",
    footer = {
      "",
      "Environment: SIGIL_URL, SIGIL_TOKEN, SIGIL_DATA, NO_COLOR.",
      "Exit codes: 0 ok, 1 failure, 2 usage, 3 cancelled, 4 not allowed, 5 platform unreachable.",
      "Completion: source <(sigil generate-completion)"
    })
final class SigilCommand implements Runnable {
  /** All commands, in the order of the help. */
  static final List<Class<?>> COMMANDS =
      List.of(
          UpCommand.class,
          LoginCommand.class,
          LogoutCommand.class,
          WhoamiCommand.class,
          DeployCommand.class,
          ListCommand.class,
          StatusCommand.class,
          LogsCommand.class,
          RestartCommand.class,
          RollbackCommand.class,
          TriggerCommand.class,
          DeleteCommand.class,
          SecretsCommand.class,
          ScanCommand.class,
          ReportCommand.class,
          WaiversCommand.class,
          PreviewsCommand.class,
          PolicyCommand.class,
          AdvisoriesCommand.class,
          SearchCommand.class,
          CallCommand.class,
          KeysCommand.class,
          WorkspacesCommand.class,
          MembersCommand.class,
          InvitationsCommand.class,
          GenerateCompletion.class,
          HelpCommand.class);

  @Spec CommandSpec spec;

  SigilCommand(Session session) {
    this.spec = CommandSpec.create();
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }
}
