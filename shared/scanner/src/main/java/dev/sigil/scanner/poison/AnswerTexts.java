package dev.sigil.scanner.poison;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import dev.sigil.scanner.poison.SurfaceText.Kind;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Finds the constant texts that a program hands to a model while it runs: what is returned, put
 * into an answer or taken for one out of a table, the messages of errors, and what the client's
 * model is asked.
 */
final class AnswerTexts {
  private static final Set<String> ANSWERING = Set.of("text", "content", "message");
  private static final Set<String> GROWS = Set.of("append", "push");
  private static final Pattern FAILS = Pattern.compile("\\w{0,40}(Error|Errorf|Exception|Failure)");
  private static final Pattern SAMPLES =
      Pattern.compile("create_?message|SamplingMessage|requestSampling", Pattern.CASE_INSENSITIVE);
  private static final Set<String> CONTEXTS = Set.of("ctx", "context", "session");
  private static final int LARGEST_TABLE = 4_000;

  private final Program program;
  private final JoinedText joined;
  private final Set<String> describing;
  private final Consumer<SurfaceText> sink;

  /* Up to where what is added to a variable was read. */
  private final Map<String, Integer> grown = new HashMap<>();
  private final BitSet sampling = new BitSet();

  /**
   * @param describing names of constants that stand where a description is wanted
   */
  AnswerTexts(
      Program program, JoinedText joined, Set<String> describing, Consumer<SurfaceText> sink) {
    this.program = program;
    this.joined = joined;
    this.describing = describing;
    this.sink = sink;
  }

  void read() {
    sampling();
    Set<String> tables = new HashSet<>();
    for (int i = 0; i < program.size(); i++) {
      Token token = program.token(i);
      if (token.is("return")) {
        add(kind(i), i + 1);
        table(i + 1, tables);
      } else if (token.isName() && program.token(i + 1).is("(")) {
        handed(i);
      } else {
        set(i, tables);
      }
    }
    for (int i = 0; i < program.size() && !tables.isEmpty(); i++) {
      if (tables.contains(program.token(i).text())) {
        entries(i + 2);
      }
    }
  }

  /* Where a function asks the client's model, its texts go to that model as the user's. */
  private void sampling() {
    for (int i = 0; i < program.size(); i++) {
      Token token = program.token(i);
      boolean sample =
          token.is("sample")
              && program.token(i - 1).is(".")
              && CONTEXTS.contains(program.token(i - 2).text());
      if (token.isName()
          && program.token(i + 1).is("(")
          && (sample || SAMPLES.matcher(token.text()).matches())) {
        int at = i;
        program.functions().stream()
            .filter(function -> function.from() <= at && at < function.to())
            .min(Comparator.comparingInt(function -> function.to() - function.from()))
            .ifPresent(function -> sampling.set(function.from(), function.to()));
        add(Kind.SAMPLING, i + 2);
      }
    }
  }

  /* raise ValueError("…"), throw new Error("…"), lines.append("…") */
  private void handed(int name) {
    String text = program.token(name).text();
    boolean adds = GROWS.contains(text) && program.token(name - 1).is(".");
    if (adds || FAILS.matcher(text).matches()) {
      add(kind(name), name + 2);
    }
  }

  /* text: "…", name = "…", name += "…" */
  private void set(int i, Set<String> tables) {
    Token token = program.token(i);
    Token after = program.token(i + 1);
    boolean key = after.is(":") && ANSWERING.contains(token.text());
    boolean assigned = token.isName() && after.is("=");
    if (token.isName() && after.is("+=") && !token.is("description")) {
      added(i);
    } else if ((key || assigned) && !Surface.forPeople(program, i)) {
      add(assigned && describing.contains(token.text()) ? Kind.DESCRIPTION : kind(i), i + 2);
      if (key) {
        table(i + 2, tables);
      }
    }
  }

  /* return PAGES[page]; return PAGES.get(page) */
  private void table(int at, Set<String> tables) {
    Token after = program.token(at + 1);
    boolean asked = after.is(".") && program.token(at + 2).is("get");
    if (program.token(at).isName() && (after.is("[") || asked)) {
      tables.add(program.token(at).text());
    }
  }

  private void entries(int open) {
    boolean given = program.token(open - 1).is("=") || program.token(open - 1).is(":=");
    boolean table = program.token(open).is("{") || program.token(open).is("[");
    int end = Math.min(program.partner(open), open + LARGEST_TABLE);
    for (int i = open + 1; given && table && i < end; i++) {
      boolean begins = !program.token(i - 1).isText() && !program.token(i - 1).is("+");
      if (begins && program.token(i).isText()) {
        add(Kind.ANSWER, i);
      }
    }
  }

  private void added(int first) {
    String name = program.token(first).text();
    if (program.token(first).start() > grown.getOrDefault(name, -1)) {
      Optional<SurfaceText> text = joined.added(kind(first), first);
      text.ifPresent(whole -> grown.put(name, Collections.max(whole.offsets())));
      text.ifPresent(sink);
    }
  }

  private Kind kind(int i) {
    return sampling.get(i) ? Kind.SAMPLING : Kind.ANSWER;
  }

  private void add(Kind kind, int at) {
    joined.at(kind, at).ifPresent(sink);
  }
}
