package dev.sigil.scanner.behaviour;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What a tool's name and description promise, and whether its code keeps to it. */
final class Promises {
  /** How many parts a toxic flow has. */
  static final int PARTS = 3;

  private static final Pattern SENDING =
      Pattern.compile(
          "(?i)\\b(send|sent|post|publish|upload|submit|report|notif|track|analytic|telemetr|webhook|apis?\\b"
              + "|service|online|website|http|remote|cloud|e?mail|message|sync|external|request|slack|discord"
              + "|telegram|twitter|github|gitlab|jira|notion|openai|llm|model|deploy|create|update|insert|log"
              + "|feedback|invite|comment|issue|order|book|pay|transfer|registers?\\b|subscribe|trigger|push)");
  /* An address that is only looked at is not written to. */
  private static final Pattern CHECKS_ADDRESS =
      Pattern.compile(
          "(?i)\\b(validat|check|verif|pars|format|extract|normali[sz])\\w*( \\w+){0,3} e-?mails?( \\w+)?");
  private static final Pattern COMPUTES =
      Pattern.compile(
          "(?i)^(add|sum|subtract|multiply|divide|calculate|compute|convert_(units?|currency|temperature)"
              + "|validate|format|reverse|count|compare|greet|hello|echo|average|factorial|is_prime)(_\\w+)?\\b");
  private static final Pattern EXPLAINED =
      Pattern.compile(
          "(?i)\\b(run|runs|exec\\w*|command|shell|script|program|process|subprocess|delete|remove|clean|file|disk"
              + "|directory|folder|path|repository|code|using \\w+|via \\w+|lint\\w*|prettier|black|ruff)\\b");
  private static final Pattern FOREIGN =
      Pattern.compile(
          "(?i)\\b(web|page|url|browse|crawl|scrape|inbox|mails?|emails?|messages?|issues?|comments?|tickets?|tweets?|posts?|search)\\b");
  private static final Pattern PRIVATE =
      Pattern.compile(
          "(?i)\\b(files?|database|sql|notes?|contacts?|calendar|private|documents?|credentials?|secrets?|environment|inbox)\\b");
  private static final Pattern OUTWARD =
      Pattern.compile(
          "(?i)\\b(send|post|publish|upload|e?mail|tweet|share|webhook|notify|submit|forward|create_(issue|comment|pull_request))");

  private Promises() {}

  /** Whether a text leads one to expect that something is sent. */
  static boolean tellsOfSending(String told) {
    return SENDING.matcher(CHECKS_ADDRESS.matcher(words(told)).replaceAll(" ")).find();
  }

  /** Whether a text promises a calculation and nothing else. */
  static boolean onlyComputes(String told) {
    return COMPUTES.matcher(told).find() && !EXPLAINED.matcher(words(told)).find();
  }

  static boolean breaks(Set<Capability> does) {
    return does.contains(Capability.EXECUTE)
        || does.contains(Capability.DELETE)
        || does.contains(Capability.MAIL);
  }

  /** Which parts of a toxic flow a tool has, by what it does and what it says of itself. */
  static List<String> parts(ToolFacts tool, Set<Capability> does) {
    String told = words(tool.name() + " " + tool.description().lines().findFirst().orElse(""));
    List<String> parts = new ArrayList<>();
    if (FOREIGN.matcher(told).find() && does.contains(Capability.FETCH)) {
      parts.add("reads foreign text");
    }
    if (PRIVATE.matcher(told).find()
        && (does.contains(Capability.READ) || does.contains(Capability.QUERY))) {
      parts.add("reads private data");
    }
    boolean out = does.contains(Capability.SEND) || does.contains(Capability.MAIL);
    if (out && OUTWARD.matcher(told).find()) {
      parts.add("sends data out");
    }
    return parts;
  }

  private static String words(String told) {
    return told.replace('_', ' ').replace('-', ' ');
  }
}
