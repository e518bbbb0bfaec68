package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "policy",
    mixinStandardHelpOptions = true,
    description = "What findings do to the workspace's releases: show, set.",
    subcommands = {PolicyShowCommand.class, PolicySetCommand.class})
final class PolicyCommand implements Runnable {
  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command: show or set");
  }

  static void tell(Session session, JsonNode policy) {
    session.say(policy.path("policy").asText() + ": " + policy.path("description").asText());
    policy
        .path("classes")
        .properties()
        .forEach(entry -> session.say("  " + entry.getKey() + "  " + entry.getValue().asText()));
  }
}
