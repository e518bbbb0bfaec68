package dev.sigil.scanner.poison;

import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import dev.sigil.scanner.poison.SurfaceText.Kind;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The surface as Go and Java declare it: WithDescription("…"), @Tool("…"), `jsonschema:"…"`. */
final class TypedSurface {
  private static final Pattern DESCRIBES =
      Pattern.compile("(with|set)?\\w{0,20}(description|instructions)", Pattern.CASE_INSENSITIVE);
  private static final Pattern NAMES_PARAMETER =
      Pattern.compile("With(String|Number|Boolean|Object|Array|Any)|addStringArgument");
  private static final Pattern ANSWERS =
      Pattern.compile("NewToolResultText|NewTextContent|TextContent|ToolResponse");
  private static final Pattern ANNOTATION = Pattern.compile("Tool|P|Prompt|Description");
  private static final Pattern TAG =
      Pattern.compile("jsonschema(?:_description)?:\"((?:[^\"\\\\]|\\\\.){1,4000}+)\"");

  private final Program program;
  private final JoinedText joined;
  private final IntConsumer names;
  private final Consumer<SurfaceText> sink;

  /**
   * @param names told where a constant's name stands for a description
   */
  TypedSurface(Program program, JoinedText joined, IntConsumer names, Consumer<SurfaceText> sink) {
    this.program = program;
    this.joined = joined;
    this.names = names;
    this.sink = sink;
  }

  void read() {
    for (int i = 0; i < program.size(); i++) {
      Token token = program.token(i);
      boolean called = program.token(i + 1).is("(");
      if (called && DESCRIBES.matcher(token.text()).matches()) {
        names.accept(i + 2);
      }
      if (token.isName() && called && program.token(i + 2).isText()) {
        call(i, token);
      } else if (token.isText() && token.text().contains("jsonschema")) {
        tag(token);
      }
    }
  }

  private void call(int i, Token token) {
    boolean annotation = program.token(i - 1).is("@");
    if (DESCRIBES.matcher(token.text()).matches()
        || (annotation && ANNOTATION.matcher(token.text()).matches())) {
      joined.at(Kind.DESCRIPTION, i + 2).ifPresent(sink);
    } else if (NAMES_PARAMETER.matcher(token.text()).matches()) {
      joined.at(Kind.PARAMETER, i + 2).ifPresent(sink);
    } else if (ANSWERS.matcher(token.text()).matches()) {
      joined.at(Kind.ANSWER, i + 2).ifPresent(sink);
    }
  }

  private void tag(Token token) {
    Matcher tag = TAG.matcher(token.text());
    while (tag.find()) {
      int at = token.start() + 1 + tag.start(1);
      sink.accept(SurfaceText.of(Kind.DESCRIPTION, tag.group(1), at));
    }
  }
}
