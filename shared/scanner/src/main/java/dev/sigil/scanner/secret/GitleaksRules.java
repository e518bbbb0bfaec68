package dev.sigil.scanner.secret;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.sigil.core.scan.Severity;
import dev.sigil.core.scan.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlInvalidTypeException;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/**
 * Reads the rules of a gitleaks configuration, which an operator may mount beside Sigil's own: id,
 * regex, secretGroup, keywords, entropy, path, and the allow-lists of a rule and of the whole file.
 * Commits of allow-lists mean nothing to a scan of one tree. A rule that cannot be taken is
 * rejected with the reason. Imported rules warn; they never block.
 */
public final class GitleaksRules {
  private static final int WINDOW = 400;
  private static final int MAX_RULES = 2_000;
  private static final List<String> NOT_RE2 = List.of("(?=", "(?!", "(?<=", "(?<!", "(?>", "(?(");

  private GitleaksRules() {}

  /** The rules in {@code toml}; a document that is not TOML gives one rejection for each error. */
  public static SecretRules parse(String toml) {
    TomlParseResult document = Toml.parse(toml);
    List<SecretRule> rules = new ArrayList<>();
    List<String> rejected = new ArrayList<>();
    document.errors().forEach(error -> rejected.add("Not TOML: " + error.getMessage()));
    List<Allowance> everywhere = List.of();
    try {
      everywhere = allowances(document);
    } catch (IllegalArgumentException | TomlInvalidTypeException e) {
      rejected.add("The allow-list of all rules is not used: " + e.getMessage());
    }
    List<TomlTable> tables = tables(document, "rules", rejected);
    for (int i = 0; i < Math.min(MAX_RULES, tables.size()); i++) {
      String id = tables.get(i).get("id") instanceof String name ? name : "number " + (i + 1);
      try {
        rules.add(compile(id, tables.get(i), everywhere));
      } catch (IllegalArgumentException | TomlInvalidTypeException e) {
        rejected.add("The rule " + id + " is not used: " + e.getMessage());
      }
    }
    if (tables.size() > MAX_RULES) {
      rejected.add("Only the first " + MAX_RULES + " rules are used.");
    }
    return new SecretRules(rules, rejected, toml);
  }

  private static SecretRule compile(String id, TomlTable table, List<Allowance> everywhere) {
    String regex = table.getString("regex");
    if (regex == null) {
      throw new IllegalArgumentException("it has no regex, and a path alone is no secret.");
    }
    Pattern pattern = pattern(regex);
    long group = table.getLong("secretGroup", () -> 0);
    if (group < 0 || group > pattern.groupCount()) {
      throw new IllegalArgumentException("its regex has no group " + group + ".");
    }
    List<String> keywords =
        texts(table, "keywords").stream()
            .map(keyword -> keyword.toLowerCase(Locale.ROOT))
            .filter(keyword -> keyword.chars().allMatch(c -> c < 128) && !keyword.isEmpty())
            .toList();
    if (keywords.isEmpty()) {
      throw new IllegalArgumentException("it has no keyword, and would read every byte.");
    }
    List<Allowance> allowances = new ArrayList<>(allowances(table));
    allowances.addAll(everywhere);
    @Nullable String path = table.getString("path");
    return new SecretRule(
        SecretRules.ruleFor(
            "gitleaks-" + id.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-"),
            "secret (" + id + ")",
            Severity.HIGH,
            Verdict.WARN),
        keywords,
        new SecretPattern(regex),
        table.get("entropy") instanceof Number number ? number.doubleValue() : 0,
        Validator.NONE,
        WINDOW,
        new SecretRule.Bounds((int) group, path == null ? null : pattern(path), allowances),
        null);
  }

  /* Older files have one table, newer ones a list of tables under another name. */
  private static List<Allowance> allowances(TomlTable table) {
    List<TomlTable> tables = new ArrayList<>(tables(table, "allowlists", new ArrayList<>()));
    Optional.ofNullable(table.getTable("allowlist")).ifPresent(tables::add);
    return tables.stream().map(GitleaksRules::allowance).toList();
  }

  private static Allowance allowance(TomlTable table) {
    String target = Optional.ofNullable(table.getString("regexTarget")).orElse("secret");
    String condition = Optional.ofNullable(table.getString("condition")).orElse("OR");
    return new Allowance(
        switch (target.toLowerCase(Locale.ROOT)) {
          case "secret", "" -> Allowance.Target.SECRET;
          case "match" -> Allowance.Target.MATCH;
          case "line" -> Allowance.Target.LINE;
          default -> throw new IllegalArgumentException("regexTarget is " + target + ".");
        },
        texts(table, "regexes").stream().map(GitleaksRules::pattern).toList(),
        texts(table, "stopwords").stream().map(word -> word.toLowerCase(Locale.ROOT)).toList(),
        texts(table, "paths").stream().map(GitleaksRules::pattern).toList(),
        condition.equalsIgnoreCase("AND") || condition.equals("&&"));
  }

  private static List<TomlTable> tables(TomlTable owner, String name, List<String> rejected) {
    List<TomlTable> tables = new ArrayList<>();
    TomlArray array = owner.get(name) instanceof TomlArray listed ? listed : null;
    for (int i = 0; array != null && i < array.size(); i++) {
      if (array.get(i) instanceof TomlTable table) {
        tables.add(table);
      } else {
        rejected.add("An entry of " + name + " is no table.");
      }
    }
    return tables;
  }

  private static List<String> texts(TomlTable table, String name) {
    return table.getArrayOrEmpty(name).toList().stream().map(Object::toString).toList();
  }

  private static Pattern pattern(String regex) {
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      String construct =
          NOT_RE2.stream()
              .filter(regex::contains)
              .findFirst()
              .map(found -> "RE2 has no " + found + "…)")
              .orElse("RE2 says " + e.getDescription() + " at " + e.getPattern());
      throw new IllegalArgumentException(construct + ".", e);
    }
  }
}
