package dev.sigil.builder.manifest;

import dev.sigil.builder.command.PlainCommand;
import dev.sigil.core.SigilException;
import dev.sigil.core.build.SecretRequirement;
import dev.sigil.core.secret.SecretName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The lists and maps of a manifest: commands, environment, secrets. */
final class EntryReader {
  private static final int MAX_STEPS = 20;
  private static final int MAX_WORDS = 100;
  private static final int MAX_ENTRIES = 100;
  private static final int MAX_VALUE = 4_096;
  private static final Pattern WORD = Pattern.compile("[^\\x00-\\x1f\\x7f]{0," + MAX_VALUE + "}");
  private static final Pattern LINE = Pattern.compile("[^\\x00-\\x1f\\x7f]{0,500}");
  private static final Pattern NAME = Pattern.compile("[A-Z_][A-Z0-9_]{0,127}");
  private static final String NAME_RULE =
      "upper-case letters, digits and underscores, such as API_TOKEN";
  private static final String COMMAND_RULE =
      "a command without shell syntax, or a list of its words";

  private final Problems problems;

  EntryReader(Problems problems) {
    this.problems = problems;
  }

  @Nullable List<List<String>> steps(Fields fields) {
    return fields.list("build", MAX_STEPS, step -> command(fields, "build", step));
  }

  @Nullable List<String> start(Fields fields) {
    return fields.node("start").flatMap(node -> command(fields, "start", node)).orElse(null);
  }

  private Optional<List<String>> command(Fields fields, String name, Node node) {
    Optional<List<String>> words =
        node instanceof SequenceNode sequence
            ? words(sequence)
            : Fields.string(node)
                .flatMap(PlainCommand::parse)
                .filter(command -> command.environment().isEmpty())
                .map(PlainCommand::words);
    if (words.isEmpty()) {
      fields.wrong(
          name,
          node,
          COMMAND_RULE,
          "Put pipes, variables and && in a script of the repository; put NAME=value in \"env\".");
    }
    return words;
  }

  private static Optional<List<String>> words(SequenceNode sequence) {
    List<String> words =
        sequence.getValue().stream()
            .flatMap(item -> Fields.string(item).filter(WORD.asMatchPredicate()).stream())
            .toList();
    boolean complete = words.size() == sequence.getValue().size();
    return complete && !words.isEmpty() && !words.getFirst().isBlank() && words.size() <= MAX_WORDS
        ? Optional.of(words)
        : Optional.empty();
  }

  SortedMap<String, String> environment(Fields fields) {
    SortedMap<String, String> environment = new TreeMap<>();
    fields
        .mapping("env")
        .ifPresent(
            mapping -> {
              if (mapping.getValue().size() > MAX_ENTRIES) {
                fields.wrong("env", mapping, "at most " + MAX_ENTRIES + " variables", "");
              }
              mapping.getValue().forEach(tuple -> variable(fields, tuple, environment));
            });
    return environment;
  }

  private void variable(Fields fields, NodeTuple tuple, SortedMap<String, String> environment) {
    if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
      return;
    }
    if (!NAME.matcher(key.getValue()).matches()) {
      fields.wrong("env." + Text.quoted(key.getValue()), key, "named in " + NAME_RULE, "");
      return;
    }
    if (reserved(key.getValue())) {
      problems.add(key, "The platform sets " + key.getValue() + " itself.", "Remove it.");
      return;
    }
    if (!(tuple.getValueNode() instanceof ScalarNode value)
        || Fields.isNull(value)
        || !WORD.matcher(value.getValue()).matches()) {
      String rule = "one line of at most " + MAX_VALUE + " characters";
      fields.wrong("env." + key.getValue(), tuple.getValueNode(), rule, "");
      return;
    }
    environment.put(key.getValue(), value.getValue());
  }

  List<SecretRequirement> secrets(Fields fields) {
    Set<SecretName> seen = new HashSet<>();
    List<SecretRequirement> secrets =
        fields.list("secrets", MAX_ENTRIES, node -> secret(fields, node, seen));
    return Objects.requireNonNullElse(secrets, new ArrayList<>());
  }

  /* An item is a name, or a mapping when there is more to say. */
  private Optional<SecretRequirement> secret(Fields fields, Node node, Set<SecretName> seen) {
    if (node instanceof MappingNode mapping) {
      Set<String> known = Set.of("name", "description", "required");
      Fields item = new Fields(mapping, "secrets[].", known, problems);
      if (item.node("name").isEmpty()) {
        problems.add(mapping, "\"secrets[].name\" is missing.");
        return Optional.empty();
      }
      String description =
          Objects.requireNonNullElse(
              item.text("description", LINE, "one line of at most 500 characters"), "");
      boolean required = item.flag("required", true);
      return item.node("name")
          .flatMap(name -> name(item, "name", name, seen))
          .map(name -> new SecretRequirement(name, description, required));
    }
    return name(fields, "secrets[]", node, seen).map(name -> new SecretRequirement(name, "", true));
  }

  private Optional<SecretName> name(Fields fields, String field, Node node, Set<SecretName> seen) {
    Optional<String> text = Fields.string(node).filter(NAME.asMatchPredicate());
    if (text.isEmpty()) {
      fields.wrong(field, node, NAME_RULE, "");
      return Optional.empty();
    }
    if (reserved(text.get())) {
      problems.add(node, "The platform sets " + text.get() + " itself.", "Choose another name.");
      return Optional.empty();
    }
    SecretName name = new SecretName(text.get());
    if (!seen.add(name)) {
      problems.add(node, "The secret " + name + " is listed twice.");
      return Optional.empty();
    }
    return Optional.of(name);
  }

  private static boolean reserved(String name) {
    try {
      return new SecretName(name).value().isEmpty();
    } catch (SigilException e) {
      return true;
    }
  }
}
