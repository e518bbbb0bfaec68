package dev.sigil.builder.manifest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * The YAML of a manifest as nodes that know their place; nothing is ever constructed from it. One
 * document of at most {@value #MAX_BYTES} bytes and {@value #MAX_DEPTH} levels. Aliases, tags and
 * repeated keys are refused, since a manifest needs none and two readers may disagree about them.
 */
public final class Yaml {
  public static final int MAX_BYTES = 64 * 1024;
  public static final int MAX_DEPTH = 16;

  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setCodePointLimit(MAX_BYTES)
          .setMaxAliasesForCollections(0)
          .setAllowDuplicateKeys(false)
          .setParseComments(false)
          .build();

  private Yaml() {}

  /** The root mapping, or empty when there are problems. */
  static Optional<MappingNode> read(byte[] bytes, Problems problems) {
    if (bytes.length > MAX_BYTES) {
      problems.add(Optional.empty(), "The file is larger than " + MAX_BYTES + " bytes.", "");
      return Optional.empty();
    }
    try {
      return compose(decode(bytes), problems);
    } catch (CharacterCodingException e) {
      problems.add(Optional.empty(), "The file is not UTF-8 text.", "");
    } catch (MarkedYamlEngineException e) {
      problems.add(e.getProblemMark(), "Not valid YAML: " + e.getProblem() + ".", "");
    } catch (YamlEngineException e) {
      problems.add(Optional.empty(), "Not valid YAML.", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Optional.empty();
  }

  private static String decode(byte[] bytes) throws CharacterCodingException {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static Optional<MappingNode> compose(String text, Problems problems) throws IOException {
    if (!checkEvents(text, problems)) {
      return Optional.empty();
    }
    Optional<Node> root = new Compose(SETTINGS).composeString(text);
    if (root.isEmpty()) {
      problems.add(Optional.empty(), "The file is empty.", "");
      return Optional.empty();
    }
    if (!(root.get() instanceof MappingNode mapping)) {
      problems.add(root.get(), "The file must be a mapping of fields.", "");
      return Optional.empty();
    }
    checkKeys(mapping, problems);
    return Optional.of(mapping);
  }

  /* Depth is checked on the flat stream of events: composing recurses. */
  private static boolean checkEvents(String text, Problems problems) {
    Limits limits = new Limits(problems);
    for (Event event : new Parse(SETTINGS).parseString(text)) {
      if (!limits.accept(event)) {
        return false;
      }
    }
    return problems.isEmpty();
  }

  private static void checkKeys(Node node, Problems problems) {
    if (node instanceof SequenceNode sequence) {
      sequence.getValue().forEach(item -> checkKeys(item, problems));
    }
    if (node instanceof MappingNode mapping) {
      Set<String> seen = new HashSet<>();
      for (NodeTuple tuple : mapping.getValue()) {
        checkKeys(tuple.getValueNode(), problems);
        if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
          problems.add(tuple.getKeyNode(), "A field's name must be plain text.");
        } else if (!seen.add(key.getValue())) {
          problems.add(key, "The field \"" + Text.quoted(key.getValue()) + "\" is given twice.");
        }
      }
    }
  }

  private static final class Limits {
    private final Problems problems;
    private int depth;
    private int documents;

    Limits(Problems problems) {
      this.problems = problems;
    }

    /** False when the rest of the file must not be looked at. */
    boolean accept(Event event) {
      if (event instanceof AliasEvent) {
        problems.add(event.getStartMark(), "Aliases (*name) are not allowed.", "Repeat the value.");
      }
      if (isTagged(event)) {
        problems.add(event.getStartMark(), "Tags (!name) are not allowed.", "Remove the tag.");
      }
      if (event instanceof CollectionEndEvent) {
        depth--;
      }
      if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
        problems.add(event.getStartMark(), "The file is nested too deeply.", "");
        return false;
      }
      if (event instanceof DocumentStartEvent && ++documents > 1) {
        problems.add(event.getStartMark(), "The file must hold one document.", "");
        return false;
      }
      return true;
    }

    private static boolean isTagged(Event event) {
      return (event instanceof CollectionStartEvent start && start.getTag().isPresent())
          || (event instanceof ScalarEvent scalar && scalar.getTag().isPresent());
    }
  }
}
