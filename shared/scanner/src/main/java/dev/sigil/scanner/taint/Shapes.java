package dev.sigil.scanner.taint;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import dev.sigil.scanner.code.Token.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the schemas of a file, which are enforced before a handler sees its arguments, leave of the
 * danger of each argument: {@code { port: z.number(), kind: z.enum(['a', 'b']) }}. Where a name is
 * declared more than once, what all declarations rule out. Immutable.
 */
final class Shapes {
  /* A number is no text for a shell, but is put there until somebody loosens the schema. */
  private static final int NUMBER = 1 << 20;

  private static final int LONGEST = 400;
  private static final int DEEPEST = 4;
  private static final Set<String> PLAIN =
      Set.of("boolean", "enum", "nativeEnum", "literal", "date", "null", "stringbool", "uuid");
  private static final Set<String> NUMBERS = Set.of("number", "int", "bigint");
  private static final Set<String> FORMATS =
      Set.of(
          "uuid",
          "datetime",
          "time",
          "date",
          "ip",
          "ipv4",
          "ipv6",
          "cuid",
          "cuid2",
          "ulid",
          "nanoid",
          "guid");
  private static final Set<String> AROUND =
      Set.of("array", "optional", "nullable", "coerce", "set");

  private final Program program;
  private final Map<String, List<Declaration>> declared = new HashMap<>();

  private record Declaration(int at, int cleared) {}

  Shapes(Program program) {
    this.program = program;
    for (int i = 0; i + 3 < program.size(); i++) {
      boolean key = program.token(i).isName() || program.token(i).kind() == Kind.STRING;
      if (key && program.token(i + 1).is(":") && isSchema(i + 2)) {
        Declaration declaration = new Declaration(i, judge(i + 2, DEEPEST));
        declared
            .computeIfAbsent(program.token(i).text(), name -> new ArrayList<>())
            .add(declaration);
      }
    }
  }

  /** What is left of a member of this name, since its schema was enforced. */
  Taint left(String member, Taint taint) {
    return left(declared.getOrDefault(member, List.of()), taint);
  }

  /** As {@link #left(String, Taint)}, by what is declared between two tokens if anything is. */
  Taint left(String member, Taint taint, int from, int to) {
    List<Declaration> all = declared.getOrDefault(member, List.of());
    List<Declaration> here =
        all.stream().filter(schema -> schema.at() > from && schema.at() < to).toList();
    return left(here.isEmpty() ? all : here, taint);
  }

  private static Taint left(List<Declaration> schemas, Taint taint) {
    if (schemas.isEmpty() || !taint.any()) {
      return taint;
    }
    int cleared = Taint.ALL | NUMBER;
    for (Declaration schema : schemas) {
      cleared &= schema.cleared();
    }
    Taint left = taint.without(cleared & Taint.ALL);
    return (cleared & NUMBER) != 0 ? left.asIntended() : left;
  }

  private boolean isSchema(int i) {
    return program.token(i).is("z") && program.token(i + 1).is(".");
  }

  /* z.number().min(1), z.array(z.enum([…])), z.string().regex(/^\w+$/).optional() */
  private int judge(int from, int depth) {
    String type = program.token(from + 2).text();
    if (PLAIN.contains(type)) {
      return Taint.ALL;
    }
    if (NUMBERS.contains(type)) {
      return NUMBER | (Taint.ALL & ~TaintClass.COMMAND.bit());
    }
    if (AROUND.contains(type) && depth > 0) {
      boolean coerced = type.equals("coerce");
      int inner = coerced ? from + 2 : from + 4;
      return coerced || isSchema(inner) ? judge(inner, depth - 1) : 0;
    }
    return type.equals("string") ? text(from) : 0;
  }

  private int text(int from) {
    int end = Math.min(program.endOfExpression(from), from + LONGEST);
    int left = 0;
    for (int i = from; i < end; i++) {
      Token token = program.token(i);
      Token argument = program.token(i + 2);
      boolean method = program.token(i - 1).is(".") && program.token(i + 1).is("(");
      if (method && FORMATS.contains(token.text())) {
        return Taint.ALL;
      }
      if (method && token.is("regex") && argument.kind() == Kind.REGEX) {
        left |= Charsets.judged(argument.text(), false).orElse(0);
      }
      if (program.token(i + 1).is("(") && program.partner(i + 1) > i) {
        i = program.partner(i + 1);
      }
    }
    return left;
  }
}
