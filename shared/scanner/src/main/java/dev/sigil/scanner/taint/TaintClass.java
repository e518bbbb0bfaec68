package dev.sigil.scanner.taint;

import dev.sigil.core.scan.Confidence;
import dev.sigil.core.scan.Severity;
import dev.sigil.core.scan.Verdict;
import dev.sigil.scanner.detect.Rule;
import java.util.Map;
import java.util.regex.Pattern;

/** What goes wrong when a controlled value reaches a kind of call. */
public enum TaintClass {
  COMMAND(
      "taint/command-injection",
      "a command line",
      "Pass the program and its arguments as a list, without a shell (execFile, subprocess.run([...]))."),
  CODE(
      "taint/code-injection", "code that is run", "Parse the value as data instead of running it."),
  SQL(
      "taint/sql-injection",
      "a query's text",
      "Pass the value as a parameter of the query, not as part of its text."),
  TEMPLATE(
      "taint/template-injection",
      "a template's text",
      "Keep templates constant and pass the value as a variable."),
  DESERIALISATION(
      "taint/deserialisation",
      "a decoder that creates objects",
      "Use a format that holds data only, such as JSON or yaml.safe_load."),
  PATH(
      "taint/path-traversal",
      "a file's path",
      "Resolve the path, links included, and refuse it unless it lies below the allowed root."),
  ARGUMENT(
      "taint/argument-injection",
      "the arguments of a program, which reads what starts with a dash as an option",
      "Refuse values that start with a dash, or put `--` before them."),
  REQUEST(
      "taint/ssrf",
      "the address of a request",
      "Allow known hosts only, and refuse private and link-local addresses after resolution.");

  /* A file's name says less than its path: it is expected in some folder. */
  private static final Pattern PATHS =
      Pattern.compile(
          "(?i)^(?!re?q(uest)?\\.).*(path|dir|directory|folder|workspace|root|destination)s?$|(^|#)(input|output)_?files?$");

  /* A query cannot be given the name of a table apart from its text. */
  private static final Pattern OBJECTS =
      Pattern.compile(
          "(?i)(^|[^a-z])(db|database|schema|table|column|col|index|view|catalog|keyspace)(_?names?|_?ref)?$");

  /* By it another file looks up one of the server's databases; no statement is made of it. */
  private static final Pattern DATABASE =
      Pattern.compile("(?i)(.*[^a-z])?(db|database|data_?source|connection)_?id");

  private static final int MOST_CERTAIN_FILES = 3;

  private final String id;
  private final String place;
  private final String fix;

  TaintClass(String id, String place, String fix) {
    this.id = id;
    this.place = place;
    this.fix = fix;
  }

  /** This class among the bits of all classes. */
  public int bit() {
    return switch (this) {
      case COMMAND -> 1;
      case CODE -> 2;
      case SQL -> 4;
      case TEMPLATE -> 8;
      case DESERIALISATION -> 16;
      case PATH -> 32;
      case REQUEST -> 64;
      case ARGUMENT -> 1024;
    };
  }

  /**
   * Whether a value of unknown callers is worth a finding: for these, no helper should take one.
   */
  public boolean countsUnproven() {
    return this == COMMAND || this == CODE || this == DESERIALISATION || this == SQL;
  }

  /**
   * The finding for a value that came from {@code source}.
   *
   * @param proven whether callers of the server control it
   * @param composed whether it is constant text around a controlled part
   */
  public Rule rule(String source, boolean proven, boolean composed) {
    int known = composed ? bit() | Taint.QUERY : bit();
    return rule(new Taint(known, proven, composed, source, Map.of(), Trail.EMPTY));
  }

  /** The finding for a value that came from {@code source}. */
  Rule rule(Taint taint) {
    String origin = taint.proven() ? "A caller of the server controls `" : "The parameter `";
    String message =
        origin + taint.sourceText() + (taint.proven() ? "`, which reaches " : "` reaches ");
    if (taint.chosen()) {
      return Rule.info(
          id, "A caller says which of the server's own values reaches " + place + ".", fix);
    }
    if (!taint.proven() && namesObject(taint)) {
      return new Rule(id, Severity.LOW, Verdict.PASS, message + place + ".", fix)
          .with(Confidence.LOW);
    }
    Rule rule = new Rule(id, severity(taint), effect(taint), message + place + ".", fix);
    if (!taint.proven()) {
      return rule.with(Confidence.LOW);
    }
    return rule.with(isDeclared(taint) ? Confidence.MEDIUM : Confidence.HIGH);
  }

  /**
   * The finding for a value that came from {@code source} through several files, where a check on
   * the way is missed more easily, and so is which part of an object is handed on.
   *
   * @param files how many files the value passes
   */
  Rule distant(Taint taint, long files) {
    Rule rule = rule(taint);
    boolean looksUp = this == SQL && DATABASE.matcher(taint.source()).matches();
    boolean certain = rule.effect() == Verdict.BLOCK && files <= MOST_CERTAIN_FILES && !looksUp;
    return certain || taint.chosen()
        ? rule
        : new Rule(rule.id(), Severity.MEDIUM, Verdict.WARN, rule.message(), rule.fix())
            .with(Confidence.MEDIUM);
  }

  private boolean namesObject(Taint taint) {
    return this == SQL && (taint.identifier() || OBJECTS.matcher(taint.source()).find());
  }

  private Severity severity(Taint taint) {
    if (!taint.proven() || isDeclared(taint) || taint.intended()) {
      return Severity.MEDIUM;
    }
    return effect(taint) == Verdict.BLOCK ? Severity.CRITICAL : Severity.HIGH;
  }

  /* A tool that opens the file that a caller names as a path does what it says; a name that is put
   * below a folder was to stay there. */
  private boolean isDeclared(Taint taint) {
    boolean file = !taint.composed() && !taint.below() && PATHS.matcher(taint.source()).find();
    return switch (this) {
      case COMMAND, CODE, SQL -> effect(taint) == Verdict.WARN;
      case PATH -> file && !taint.unstated();
      case TEMPLATE, DESERIALISATION, ARGUMENT, REQUEST -> false;
    };
  }

  /* A tool that runs its whole argument and says so has a capability to acknowledge. */
  private Verdict effect(Taint taint) {
    boolean certain =
        switch (this) {
          case COMMAND, CODE -> taint.composed() || taint.unstated();
          case SQL -> taint.composed() && taint.query() && !namesObject(taint);
          case DESERIALISATION, TEMPLATE -> true;
          case PATH, REQUEST, ARGUMENT -> false;
        };
    return taint.proven() && certain && !taint.intended() ? Verdict.BLOCK : Verdict.WARN;
  }
}
