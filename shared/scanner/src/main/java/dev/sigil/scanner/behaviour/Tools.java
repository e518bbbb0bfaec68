package dev.sigil.scanner.behaviour;

import dev.sigil.core.Digests;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import dev.sigil.scanner.detect.Place;
import dev.sigil.scanner.detect.Rule;
import dev.sigil.scanner.detect.ScannedFile;
import dev.sigil.scanner.surface.ToolDeclaration;
import dev.sigil.scanner.surface.ToolDeclarations;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Brings the tools of a file together with what their handlers do. */
final class Tools {
  private static final Pattern CALLED =
      Pattern.compile("name|toolName|tool_name|tool|request\\.params\\.name");
  private static final int MOST = 400;

  private final ScannedFile file;
  private final Program program;
  private final Behaviour behaviour;

  Tools(ScannedFile file, Program program, Behaviour behaviour) {
    this.file = file;
    this.program = program;
    this.behaviour = behaviour;
  }

  List<ToolFacts> find() {
    List<ToolFacts> facts = new ArrayList<>();
    for (ToolDeclaration tool : ToolDeclarations.of(program).stream().limit(MOST).toList()) {
      BitSet reached = reached(tool);
      Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
      List<ToolFacts.Sent> sent = new ArrayList<>();
      for (Use use : behaviour.uses()) {
        boolean own = use.token() >= tool.from() && use.token() < tool.to();
        if (own || reached.get(use.unit())) {
          capabilities.addAll(use.capabilities());
          if (untold(use)) {
            boolean files = use.mark().has(Mark.CONTENT | Mark.CAPTURED);
            sent.add(sent(files ? CovertRules.FILES_SENT : PairRules.UNTOLD, use.token()));
          }
        }
      }
      if (capabilities.contains(Capability.MAIL)) {
        sent.addAll(mailed(tool, reached));
      }
      Set<String> foreign = behaviour.graph().foreign(reached);
      facts.add(
          new ToolFacts(
              tool.name(),
              tool.description(),
              tool.readOnly(),
              Digests.sha256Hex(tool.name() + '\0' + tool.description() + '\0' + tool.parameters()),
              capabilities,
              foreign,
              sent,
              Place.of(file, program.token(tool.token()).start())));
    }
    return facts;
  }

  private List<ToolFacts.Sent> mailed(ToolDeclaration tool, BitSet reached) {
    return HiddenCopies.recipients(program).keySet().stream()
        .filter(
            at -> (at >= tool.from() && at < tool.to()) || reached.get(behaviour.units().of(at)))
        .map(at -> sent(CovertRules.MAILED, at))
        .toList();
  }

  private ToolFacts.Sent sent(Rule rule, int token) {
    return new ToolFacts.Sent(rule, Place.of(file, program.token(token).start()));
  }

  /** The names that are compared with that of the tool that is called. */
  Map<String, Place> handled() {
    Map<String, Place> handled = new HashMap<>();
    for (int i = serving(); i < program.size(); i++) {
      Token token = program.token(i);
      Token sign = program.token(i - 1);
      boolean compared =
          (sign.is("===") || sign.is("=="))
              && program.token(i - 2).text().matches("name|toolName|tool_name")
              && (!program.token(i - 3).text().endsWith(".") || program.token(i - 4).is("params"));
      if (token.isText() && (compared || (sign.is("case") && switched(i)))) {
        handled.putIfAbsent(token.text(), Place.of(file, token.start()));
      }
    }
    return handled;
  }

  private int serving() {
    int at = 0;
    while (at < program.size()
        && !program.token(at).is("CallToolRequestSchema")
        && !program.token(at).is("call_tool")) {
      at++;
    }
    return at;
  }

  private boolean switched(int i) {
    int brace = program.enclosing(i);
    return program.token(brace).is("{")
        && program.token(brace - 1).is(")")
        && CALLED.matcher(program.token(brace - 2).text()).matches();
  }

  private BitSet reached(ToolDeclaration tool) {
    BitSet roots = new BitSet();
    Units units = behaviour.units();
    for (int i = tool.from(); i < tool.to() && tool.from() >= 0; i++) {
      int inner = units.of(i);
      if (inner != Units.FILE && units.function(inner).from() >= tool.from()) {
        roots.set(inner);
      }
      int called = program.token(i + 1).is("(") ? units.named(program.token(i).text()) : -1;
      if (called > 0) {
        roots.set(called);
      }
    }
    return behaviour.graph().reach(roots);
  }

  /* requests.post("https://…", …) as a statement of its own: the answer is not looked at. */
  private boolean untold(Use use) {
    boolean sends = use.does(Capability.SEND, Capability.HAND_OVER);
    if (!sends || !use.mark().has(Mark.FIXED_HOST) || !new Handed(program, behaviour).holds(use)) {
      return false;
    }
    int start = use.token();
    while (program.token(start - 1).is(".")) {
      start -= 2;
    }
    boolean awaited = program.token(start - 1).is("await") || program.token(start - 1).is("void");
    int after = program.partner(use.token() + 1) + 1;
    boolean dropped = !program.token(after).is(".") || program.token(after + 1).is("catch");
    return program.token(awaited ? start - 1 : start).first() && dropped;
  }
}
