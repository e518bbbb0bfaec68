package dev.sigil.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sigil.core.json.Json;
import dev.sigil.core.scan.ThreatClass;
import dev.sigil.core.scan.Verdict;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "set",
    mixinStandardHelpOptions = true,
    description = {
      "Choose a policy; what was decided on classes before is replaced.",
      "Classes that protect those who use the servers cannot be lowered."
    })
final class PolicySetCommand extends ApiCommand {

  @Parameters(index = "0", paramLabel = "POLICY", description = "strict, default or relaxed.")
  String policy = "";

  @Option(
      names = "--class",
      paramLabel = "CLASS=EFFECT",
      description = "What findings of a class do, such as SSRF=block (pass, warn or block).")
  Map<ThreatClass, Verdict> classes = new TreeMap<>();

  PolicySetCommand(Session session) {
    super(session);
  }

  @Override
  int run(Api api) {
    ObjectNode body = Json.object().put("policy", policy);
    ObjectNode decided = body.putObject("classes");
    classes.forEach((threat, effect) -> decided.put(threat.name(), effect.name()));
    JsonNode answer = api.put("/api/v1/scan-policy", body);
    if (!options.printed(answer)) {
      PolicyCommand.tell(session, answer);
    }
    return ExitCode.OK;
  }
}
