package dev.sigil.scanner.secret;

import com.google.re2j.PatternSyntaxException;
import dev.sigil.core.scan.Severity;
import dev.sigil.core.scan.Verdict;
import dev.sigil.scanner.detect.Rule;
import dev.sigil.scanner.pack.RulePack;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A set of secret rules and the rules that did not make it.
 *
 * @param rules in the order of their source
 * @param rejected why a rule of the source was left out, one sentence each
 * @param source the text the rules were read from; part of the rule set's identity
 */
public record SecretRules(List<SecretRule> rules, List<String> rejected, String source) {
  private static final int TOKEN_WINDOW = 400;
  private static final String FIX =
      "Revoke it at its provider, delete it from the code, and store the new one with `sigil"
          + " secrets set`; rewriting history alone is not enough.";

  public SecretRules {
    rules = List.copyOf(rules);
    rejected = List.copyOf(rejected);
  }

  /** The rules that ship with Sigil; every one of them has passed its own tests. */
  public static SecretRules standard() {
    return of(RulePack.shipped(SecretRules.class, "rules"));
  }

  /** Reads a pack in the format described at its head; a rule that fails its tests is rejected. */
  public static SecretRules parse(String yaml) {
    return of(RulePack.parse(yaml));
  }

  private static SecretRules of(RulePack written) {
    List<SecretRule> rules = new ArrayList<>();
    List<String> rejected = new ArrayList<>();
    for (Spec spec : written.as(Pack.class).rules()) {
      try {
        SecretRule rule = spec.compile();
        List<String> failures = written.proven() ? List.of() : spec.failures(rule);
        if (failures.isEmpty()) {
          rules.add(rule);
        } else {
          rejected.add("The rule " + spec.id() + " fails its own tests: " + failures);
        }
      } catch (PatternSyntaxException e) {
        rejected.add("The rule " + spec.id() + " has a pattern that is not RE2.");
      } catch (IllegalArgumentException e) {
        rejected.add("The rule " + spec.id() + " is not understood: " + e.getMessage());
      }
    }
    return new SecretRules(rules, rejected, written.source());
  }

  static Rule ruleFor(String id, String name, Severity severity, Verdict effect) {
    String message =
        "This looks like a " + name + "; whoever can read the repository or its image can use it.";
    return new Rule("secret/" + id, severity, effect, message, FIX);
  }

  private record Pack(List<Spec> rules) {}

  private record Assigned(String names, String value) {
    String pattern() {
      return "(?i)(?:"
          + names
          + ")[0-9a-z_]{0,16}[\"'`\\]]{0,2}\\s{0,4}(?::\\s{0,3}str\\s{0,3})?"
          + "(?:=>|:=|=|:|,)\\s{0,4}[brf]?[\"'`]?(?-i:("
          + value
          + "))(?:[^0-9A-Za-z_+/=-]|$)";
    }
  }

  private record Spec(
      String id,
      String name,
      List<String> keywords,
      @Nullable String token,
      @Nullable Assigned assigned,
      @Nullable String regex,
      @Nullable String effect,
      @Nullable String severity,
      @Nullable String validator,
      @Nullable String follows,
      double entropy,
      int window,
      List<String> yes,
      List<String> no) {

    SecretRule compile() {
      Verdict verdict = effect == null ? Verdict.BLOCK : Verdict.valueOf(upper(effect));
      Severity harm =
          severity != null
              ? Severity.valueOf(upper(severity))
              : verdict == Verdict.BLOCK ? Severity.CRITICAL : Severity.MEDIUM;
      return new SecretRule(
          ruleFor(id, name, harm, verdict),
          keywords,
          new SecretPattern(pattern()),
          entropy,
          validator == null ? Validator.NONE : Validator.named(validator),
          window > 0 ? window : TOKEN_WINDOW,
          follows == null ? null : new Following(follows));
    }

    List<String> failures(SecretRule rule) {
      rule.pattern().compiled();
      List<String> failures = new ArrayList<>();
      yes.stream().filter(text -> !rule.detects(SampleText.expand(text))).forEach(failures::add);
      no.stream().filter(text -> rule.detects(SampleText.expand(text))).forEach(failures::add);
      return failures;
    }

    private String pattern() {
      if (token != null) {
        return "(?:^|[^0-9A-Za-z_])(" + token + ")(?:[^0-9A-Za-z_]|$)";
      }
      return assigned != null ? assigned.pattern() : Objects.requireNonNull(regex, id);
    }

    private static String upper(String name) {
      return name.toUpperCase(Locale.ROOT);
    }
  }
}
