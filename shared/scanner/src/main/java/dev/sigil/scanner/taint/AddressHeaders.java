package dev.sigil.scanner.taint;

import dev.sigil.core.scan.FlowStep;
import dev.sigil.scanner.code.Program;
import dev.sigil.scanner.code.Token;
import dev.sigil.scanner.detect.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds headers of requests in which a caller names the server to talk to, such as {@code
 * x-acme-url}, which no file that reads them judges (CWE-918). What is read there goes through the
 * state of a request or a client's settings, where no value can be followed.
 */
final class AddressHeaders {
  private static final int MOST = 20;
  private static final Pattern NAME =
      Pattern.compile("(?i)[a-z][a-z0-9]*(-[a-z0-9]+)*-(base-?)?(url|uri|host|endpoint)");
  private static final Set<String> STANDARD =
      Set.of(
          "x-forwarded-host",
          "x-forwarded-uri",
          "x-original-url",
          "x-original-uri",
          "x-original-host",
          "x-rewrite-url");
  private static final Pattern HEADERS = Pattern.compile("(?i)\\w*headers?|req|request|c|ctx");
  private static final Set<String> READS = Set.of("get", "header", "getHeader", "get_header");
  private static final Pattern JUDGES =
      Pattern.compile(
          "(?i)(valid|sanit|safe|allow|check|assert|verif|ensure|block|trusted)\\w*(url|uri|host|address|endpoint|origin|domain|server)"
              + "|(url|uri|host|address|endpoint|origin|domain)\\w*(valid|safe|allow|check|block|trusted)"
              + "|ssrf|hostname|netloc|is_?private|allow_?list|white_?list");

  private final Program program;

  AddressHeaders(Program program) {
    this.program = program;
  }

  /**
   * A header that is read, by its name in lower case.
   *
   * @param judged whether the file that reads it judges addresses
   */
  record Read(String name, boolean judged, Place place, List<FlowStep> steps) {}

  /** The headers' names, as tokens, at most 20. */
  List<Integer> find() {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < program.size() && found.size() < MOST; i++) {
      Token token = program.token(i);
      if (token.isText() && token.text().indexOf('-') > 0 && isAddress(token) && isRead(i)) {
        found.add(i);
      }
    }
    return found;
  }

  private static boolean isAddress(Token token) {
    return NAME.matcher(token.text()).matches()
        && STANDARD.stream().noneMatch(token.text()::equalsIgnoreCase);
  }

  /* headers.get("x-url"), req.headers["x-url"], headers.get(b"x-url") */
  private boolean isRead(int i) {
    int open = program.enclosing(i);
    int before = program.token(open - 1).is("?.") ? open - 2 : open - 1;
    if (program.token(open).is("[")) {
      boolean set = program.token(program.partner(open) + 1).is("=");
      return !set && HEADERS.matcher(program.token(before).text()).matches();
    }
    return program.token(open).is("(")
        && READS.contains(program.token(before).text())
        && HEADERS.matcher(program.token(before - 2).text()).matches();
  }

  /** Whether the file has something that judges addresses. */
  boolean judges() {
    for (int i = 0; i < program.size(); i++) {
      if (program.token(i).isName() && JUDGES.matcher(program.token(i).text()).find()) {
        return true;
      }
    }
    return false;
  }
}
