package dev.sigil.builder.detect;

import dev.sigil.core.build.Transport;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a server speaks MCP, as far as its command and its source tell. Arguments decide first, since
 * many servers speak both; then the source. A server that can speak stdio is run with stdio: the
 * bridge gives it the rest.
 */
public final class TransportEvidence {
  private static final int MAX_FILES = 400;
  private static final int MAX_FILE_BYTES = 256 * 1024;

  private static final Set<String> STDIO_WORDS = Set.of("stdio");
  private static final Set<String> HTTP_WORDS =
      Set.of("http", "streamablehttp", "streamable", "httpstream");

  private static final Pattern SOURCE =
      Pattern.compile(".*\\.([cm]?[jt]s|py|go|java|kt|properties|ya?ml)");
  private static final Pattern ASIDE =
      Pattern.compile(
          "(.*/)?(node_modules|\\.venv|vendor|target|tests?|__tests__|spec|examples?|docs?)/.*");

  private static final Pattern STDIO =
      Pattern.compile(
          "StdioServerTransport|server/stdio|\\bstdio_server\\b|ServeStdio|StdioTransport\\b"
              + "|transport(Type)?\\s*[=:]\\s*[\"']stdio[\"']"
              + "|spring\\.ai\\.mcp\\.server\\.stdio\\s*=\\s*true");
  private static final Pattern HTTP =
      Pattern.compile(
          "(?i:Streamable_?Http(Server|_app|Session)|StreamableServerTransport"
              + "|StatelessServerTransport|NewStreamableHTTP|http_app\\()"
              + "|transport(Type)?\\s*[=:]\\s*[\"'](streamable-http|http|httpStream)[\"']"
              + "|spring\\.ai\\.mcp\\.server\\.protocol\\s*=\\s*(STREAMABLE|STATELESS)");

  private static final String ASSUMED = "Nothing names a transport; stdio is assumed.";

  private TransportEvidence() {}

  /** A transport and the sentence that says why. */
  public record Verdict(Transport transport, String note) {}

  public static Verdict weigh(List<String> start, Folder folder) {
    return arguments(start).orElseGet(() -> source(folder));
  }

  private static Optional<Verdict> arguments(List<String> start) {
    return start.stream()
        .skip(1)
        .map(TransportEvidence::word)
        .flatMap(word -> named(word).stream())
        .findFirst()
        .map(transport -> new Verdict(transport, "The start command names its transport."));
  }

  private static Optional<Transport> named(String word) {
    if (STDIO_WORDS.contains(word)) {
      return Optional.of(Transport.STDIO);
    }
    return HTTP_WORDS.contains(word) ? Optional.of(Transport.HTTP) : Optional.empty();
  }

  /* `--transport=streamable-http`, `streamableHttp` and `--http` are all one word. */
  private static String word(String argument) {
    String value = argument.substring(argument.indexOf('=') + 1);
    return value.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
  }

  private static Verdict source(Folder folder) {
    boolean http = false;
    boolean port = false;
    for (String file : sources(folder)) {
      String text = folder.text(file).orElse("");
      if (STDIO.matcher(text).find()) {
        return new Verdict(Transport.STDIO, file + " uses a stdio transport.");
      }
      http |= HTTP.matcher(text).find();
      port |= text.contains("PORT");
    }
    return http ? overHttp(port) : new Verdict(Transport.STDIO, ASSUMED);
  }

  private static Verdict overHttp(boolean readsPort) {
    String found = "The source uses a Streamable HTTP transport";
    return new Verdict(
        Transport.HTTP,
        readsPort
            ? found + "."
            : found + ", but does not mention PORT: it must listen on the port in that variable.");
  }

  private static List<String> sources(Folder folder) {
    return folder.files().stream()
        .filter(file -> SOURCE.matcher(file).matches() && !ASIDE.matcher(file).matches())
        .filter(file -> folder.size(file) <= MAX_FILE_BYTES)
        .limit(MAX_FILES)
        .toList();
  }
}
