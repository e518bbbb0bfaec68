package dev.sigil.scanner.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProgramTest {
  @Test
  void pythonFunction_reachesToItsLastIndentedLine() {
    Program program =
        Program.read(
            Dialect.PYTHON,
            "@mcp.tool()\nasync def a(x: str, *, y=(1, 2)) -> str:\n  if x:\n    return f(\n1)\n  return y\nb = 2\n");
    Function function = program.functions().getFirst();

    assertThat(function.name()).isEqualTo("a");
    assertThat(function.parameters())
        .extracting(Function.Parameter::name)
        .containsExactly("x", "y");
    assertThat(program.token(function.head()).text()).isEqualTo("@");
    assertThat(program.token(function.to()).text()).isEqualTo("b");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "function run(a, b) { return a } ~ run ~ a b",
        "const run = async ({ a, b: c = 1 }: Args) => exec(a); ~ run ~ a c",
        "class X { async run(a: string): Promise<{ x: number }> { return a } } ~ run ~ a",
        "const x = { run: async (a) => { } } ~ run ~ a",
        "list.map(a => a + 1) ~ '' ~ a",
        "export default function (a?: string) { } ~ '' ~ a"
      })
  void scriptFunction_isFound(String code, String name, String parameters) {
    Function function = Program.read(Dialect.SCRIPT, code).functions().getFirst();

    assertThat(function.name()).isEqualTo(name);
    assertThat(function.parameters().stream().map(Function.Parameter::name))
        .containsExactly(parameters.split(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {"if (a) { b() }", "while (x) { }", "foo(a, b)", "x = /a(b)/.test(c) ? 1 : 2"})
  void otherParentheses_areNoFunction(String code) {
    assertThat(Program.read(Dialect.SCRIPT, code).functions()).isEmpty();
  }

  @Test
  void interpolation_isTokens() {
    assertThat(texts(Dialect.SCRIPT, "`a ${b(`c${d}`)} e`"))
        .containsExactly(
            "`", "a ", "${", "b", "(", "`", "c", "${", "d", "}", "`", ")", "}", " e", "`");
    assertThat(texts(Dialect.PYTHON, "f'a {b!r:>{w}} {{c}}'")).contains("b").contains("a ");
  }

  @Test
  void escapes_areDecoded() {
    assertThat(texts(Dialect.PYTHON, "'\\x41\\u0042\\n' r'\\x41'"))
        .containsExactly("AB\n", "\\x41");
    assertThat(texts(Dialect.SCRIPT, "'\\u{1F600}\\q'")).containsExactly("\uD83D\uDE00q");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void brokenText_isRead(Dialect dialect) {
    Random random = new Random(11);
    List<String> pieces =
        List.of(
            "(",
            ")",
            "{",
            "}",
            "[",
            "]",
            "`",
            "${",
            "'",
            "\"",
            "f'",
            "\"\"\"",
            "=>",
            "def f(",
            "\n",
            "  ",
            "a",
            ":",
            ",",
            "function",
            "\\",
            "/",
            "//",
            "/*",
            "@",
            "é",
            "async ",
            "=");
    for (int round = 0; round < 3_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < 40; i++) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      assertThatCode(() -> Program.read(dialect, text.toString())).doesNotThrowAnyException();
    }
  }

  private static List<String> texts(Dialect dialect, String code) {
    Program program = Program.read(dialect, code);
    return IntStream.range(0, program.size()).mapToObj(i -> program.token(i).text()).toList();
  }
}
