package dev.sigil.scanner.exposure;

import dev.sigil.core.scan.Severity;
import dev.sigil.scanner.code.Dialect;
import dev.sigil.scanner.detect.Detector;
import dev.sigil.scanner.detect.Findings;
import dev.sigil.scanner.detect.HttpTransport;
import dev.sigil.scanner.detect.LiteralIndex;
import dev.sigil.scanner.detect.Location;
import dev.sigil.scanner.detect.Rule;
import dev.sigil.scanner.detect.ScannedFile;
import dev.sigil.scanner.pack.Lazy;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Notes listening on every interface and answering any origin: the platform stands in front of a
 * hosted server, but whoever runs it elsewhere should know. Handing out the environment warns.
 * Observes {@link HttpTransport}.
 */
public final class ExposureDetector implements Detector {
  static final Rule INTERFACES =
      Rule.info(
          "exposure/all-interfaces",
          "The server listens on every interface, and nothing here asks who is calling.",
          "Listen on 127.0.0.1 when the server runs outside the platform.");
  static final Rule ORIGINS =
      Rule.info(
          "exposure/any-origin",
          "Pages of any origin may call this server.",
          "Allow the origins that need it; DNS rebinding turns this into remote access.");
  static final Rule ENVIRONMENT =
      Rule.warn(
          "overreach/environment-dump",
          Severity.HIGH,
          "All environment variables, secrets included, are put into one value.",
          "Read the variables that are needed, by name.");

  private static final int LARGEST = 1 << 17;
  private static final List<Rule> RULES =
      List.of(
          INTERFACES,
          INTERFACES,
          ORIGINS,
          ORIGINS,
          ORIGINS,
          ENVIRONMENT,
          ENVIRONMENT,
          INTERFACES,
          INTERFACES,
          INTERFACES);
  private static final LiteralIndex LITERALS =
      LiteralIndex.of(
          List.of(
              "0.0.0.0",
              ".listen(",
              "origin",
              "allow_origins",
              "access-control-allow-origin",
              "os.environ",
              "process.env",
              "listenandserve",
              "addr:",
              "inetsocketaddress(",
              "httpservertransport(",
              "sseservertransport("));
  /* Who asks for a token before anything else has not left the door open. */
  private static final Pattern ASKS =
      Pattern.compile(
          "TokenVerifier\\(|BearerAuth(Provider|Backend)?\\(|HTTPBearer\\(|APIKeyHeader\\(|\\bauth=auth\\b|RequireBearerToken\\("
              + "|requireBearerAuth\\(|RemoteAuthProvider\\(|JWTVerifier\\(");
  private static final String ANY = "[\"`](0\\.0\\.0\\.0)?:\\d{2,5}[\"`]";
  private static final List<Pattern> PATTERNS =
      List.of(
          Pattern.compile(".*(host|listen|bind|run|serve)\\w*\\s*[=:(].*[\"']0\\.0\\.0\\.0[\"'].*"),
          Pattern.compile(
              ".*\\.listen\\(\\s*(Number\\()?[\\w.]*(port|PORT|Port|\\d{2,5})\\w*\\)?\\s*(\\)|,\\s*(\\(|function|async)).*"),
          Pattern.compile(".*\\borigin\\s*:\\s*(['\"]\\*['\"]|true\\b).*"),
          Pattern.compile(".*allow_origins\\s*=\\s*\\[\\s*['\"]\\*['\"].*"),
          Pattern.compile(
              "(?i).*access-control-allow-origin['\"]?\\s*[,:\\]=]+\\s*['\"]\\*['\"].*"),
          Pattern.compile(
              "(?!.*\\benv\\s*[=:]|\\s*(\\w*env\\w*)(:[^=]*)?(\\s*=|\\.update\\()|\\s*>>>).*(?<![\\w.*])(dict\\(os\\.environ\\)|json\\.dumps\\([^)]*os\\.environ\\b(?![.\\[]).*"
                  + "|return (dict\\()?os\\.environ\\b(?![.\\[]).*).*"),
          Pattern.compile(
              "(?!.*\\benv\\s*:).*(JSON\\.stringify\\(\\s*process\\.env\\s*[,)]|return process\\.env\\s*;|text:\\s*process\\.env\\s*[,}]).*"),
          Pattern.compile("(?!\\s*//).*\\bListenAndServe(TLS)?\\(\\s*" + ANY + ".*"),
          Pattern.compile(".*\\bAddr:\\s*" + ANY + ".*"),
          Pattern.compile(".*\\bnew InetSocketAddress\\(\\s*(\\w*[pP]ort|PORT|\\d{2,5})\\s*\\).*"));

  @Override
  public boolean accepts(Location location) {
    return Dialect.of(location).isPresent();
  }

  @Override
  public boolean needsWholeFile() {
    return false;
  }

  @Override
  public boolean judgesUnitTests() {
    return false;
  }

  @Override
  public String version() {
    return "exposure-2";
  }

  @Override
  public void inspect(ScannedFile file, Findings findings) {
    Lazy<Boolean> asks = new Lazy<>(() -> asks(file));
    LITERALS.scan(
        file.content(),
        (literal, end) -> {
          if (literal >= RULES.size()) {
            findings.observe(new HttpTransport(file.location()));
            return;
          }
          Rule rule = RULES.get(literal);
          if (PATTERNS.get(literal).matcher(file.lineText(end - 1)).matches()
              && !(rule.equals(INTERFACES) && asks.get())) {
            findings.add(rule, file, end - 1);
          }
        });
  }

  private static boolean asks(ScannedFile file) {
    return ASKS.matcher(file.window(0, LARGEST)).find();
  }
}
