package dev.sigil.scanner.secret;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.sigil.core.scan.Severity;
import dev.sigil.core.scan.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/**
 * Reads the rules of a gitleaks configuration, which an operator may mount beside Sigil's own. What
 * is taken: id, description, regex, secretGroup 0 or 1, keywords, entropy. Rules for paths alone,
 * without keywords, or with another group are rejected, and the reason is kept. Allow-lists are
 * left out: Sigil's own judgement of placeholders applies. Imported rules warn; they never block.
 */
public final class GitleaksRules {
  private static final int WINDOW = 400;

  private GitleaksRules() {}

  /** The rules in {@code toml}; a document that is not TOML gives one rejection. */
  public static SecretRules parse(String toml) {
    TomlParseResult document = Toml.parse(toml);
    TomlArray tables = document.getArrayOrEmpty("rules");
    List<SecretRule> rules = new ArrayList<>();
    List<String> rejected = new ArrayList<>();
    document.errors().forEach(error -> rejected.add("Not TOML: " + error.getMessage()));
    for (int i = 0; i < tables.size(); i++) {
      TomlTable table = tables.getTable(i);
      String id = Optional.ofNullable(table.getString("id")).orElse("rule-" + i);
      try {
        rules.add(compile(id, table));
      } catch (PatternSyntaxException e) {
        rejected.add("The rule " + id + " has a pattern that is not RE2.");
      } catch (IllegalArgumentException e) {
        rejected.add("The rule " + id + " is not imported: " + e.getMessage());
      }
    }
    return new SecretRules(rules, rejected, toml);
  }

  private static SecretRule compile(String id, TomlTable table) {
    String regex = table.getString("regex");
    if (regex == null) {
      throw new IllegalArgumentException("it has no regex");
    }
    if (table.getLong("secretGroup", () -> 0) > 1) {
      throw new IllegalArgumentException("its secret is not the first group");
    }
    List<String> keywords =
        table.getArrayOrEmpty("keywords").toList().stream()
            .map(keyword -> keyword.toString().toLowerCase(Locale.ROOT))
            .filter(keyword -> keyword.chars().allMatch(c -> c < 128) && !keyword.isEmpty())
            .toList();
    if (keywords.isEmpty()) {
      throw new IllegalArgumentException("it has no keyword");
    }
    Object entropy = table.get("entropy");
    return new SecretRule(
        SecretRules.ruleFor("gitleaks-" + id, "secret (" + id + ")", Severity.HIGH, Verdict.WARN),
        keywords,
        Pattern.compile(regex),
        entropy instanceof Number number ? number.doubleValue() : 0,
        Validator.NONE,
        WINDOW);
  }
}
