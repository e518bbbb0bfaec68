package dev.sigil.scanner.behaviour;

import dev.sigil.core.Digests;
import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import dev.sigil.scanner.detect.LiteralIndex;
import dev.sigil.scanner.detect.Place;
import dev.sigil.scanner.detect.ScannedFile;
import dev.sigil.scanner.surface.ToolDeclaration;
import dev.sigil.scanner.surface.ToolDeclarations;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What a file in Go or Java contributes to the judgement over the server: its tools and hosts. What
 * its code does is not told apart, so no capability is claimed.
 */
final class TypedFacts {
  private static final int MOST = 400;
  private static final LiteralIndex TOOLS = LiteralIndex.of(List.of("tool"));

  private TypedFacts() {}

  static Optional<FileFacts> of(ScannedFile file, Dialect dialect) {
    AtomicBoolean mentioned = new AtomicBoolean();
    TOOLS.scan(file.content(), (literal, end) -> mentioned.set(true));
    if (!mentioned.get()) {
      return Optional.empty();
    }
    Program program = file.reading(Program.class, read -> Program.of(read, dialect));
    List<ToolFacts> tools =
        ToolDeclarations.of(program).stream()
            .limit(MOST)
            .map(tool -> facts(file, program, tool))
            .toList();
    return tools.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new FileFacts(
                file.location().shipped(),
                file.location().path(),
                Set.of(),
                hosts(program),
                Set.of(),
                Map.of(),
                Map.of(),
                List.of(),
                tools,
                Map.of()));
  }

  private static ToolFacts facts(ScannedFile file, Program program, ToolDeclaration tool) {
    String all = tool.name() + '\0' + tool.description() + '\0' + tool.parameters();
    return new ToolFacts(
        tool.name(),
        tool.description(),
        tool.readOnly(),
        Digests.sha256Hex(all),
        Set.of(),
        Set.of(),
        List.of(),
        Place.of(file, program.token(tool.token()).start()));
  }

  private static Set<String> hosts(Program program) {
    Set<String> hosts = new TreeSet<>();
    for (int i = 0; i < program.size(); i++) {
      Token token = program.token(i);
      if (token.isText() && Hosts.foreign(token.text())) {
        Hosts.of(token.text()).ifPresent(hosts::add);
      }
    }
    return hosts;
  }
}
