package dev.sigil.scanner.dependency.format;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * YAML with the line of each value, from the stream of events: no object is made, no alias expanded
 * (lockfiles have none).
 */
final class YamlNodes {
  private static final int MAX_DEPTH = 100;
  private static final int MAX_NODES = 2_000_000;
  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setCodePointLimit(64 << 20).build();

  private final Iterator<Event> events;
  private int nodes;

  private YamlNodes(Iterator<Event> events) {
    this.events = events;
  }

  /** The first document of {@code text} that holds anything. */
  static Node parse(String text) {
    try {
      return new YamlNodes(new Parse(SETTINGS).parseString(text).iterator()).document();
    } catch (YamlEngineException | IndexOutOfBoundsException e) {
      // The reader of the library steps past its buffer where that ends in half a character.
      throw new UnreadableException("it is not YAML");
    }
  }

  private Node document() {
    while (events.hasNext()) {
      Event event = events.next();
      if (starts(event)) {
        return value(event, 0);
      }
    }
    return new Node.Scalar("", 0);
  }

  private static boolean starts(Event event) {
    return switch (event.getEventId()) {
      case MappingStart, SequenceStart, Scalar, Alias -> true;
      default -> false;
    };
  }

  private Node value(Event event, int depth) {
    if (++nodes > MAX_NODES || depth > MAX_DEPTH) {
      throw new UnreadableException("it is nested too deeply or holds too many values");
    }
    int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    return switch (event.getEventId()) {
      case MappingStart -> fields(line, depth);
      case SequenceStart -> items(line, depth);
      case Scalar -> new Node.Scalar(((ScalarEvent) event).getValue(), line);
      default -> new Node.Scalar("", line);
    };
  }

  private Node fields(int line, int depth) {
    Map<String, Node> fields = new LinkedHashMap<>();
    for (Event key = events.next(); key.getEventId() != Event.ID.MappingEnd; key = events.next()) {
      Node name = value(key, depth + 1);
      Node value = value(events.next(), depth + 1);
      fields.put(name.text(), value.at(name.line()));
    }
    return new Node.Fields(fields, line);
  }

  private Node items(int line, int depth) {
    List<Node> items = new ArrayList<>();
    for (Event next = events.next();
        next.getEventId() != Event.ID.SequenceEnd;
        next = events.next()) {
      items.add(value(next, depth + 1));
    }
    return new Node.Items(items, line);
  }
}
