package dev.sigil.scanner.dependency.format;

import dev.sigil.scanner.dependency.inventory.Dependency;
import dev.sigil.scanner.dependency.inventory.Dependency.Scope;
import dev.sigil.scanner.dependency.inventory.Ecosystem;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Maven's pom.xml. Properties of the file itself are put in; what a parent or an imported bill of
 * materials decides is not known here and stays without a version. No DTD, no entity from outside.
 */
final class MavenPom implements DependencyFormat {
  private static final int MAX_DEPTH = 200;
  private static final int MAX_REPLACED = 5;
  private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]{1,200})}");
  private static final Pattern FIXED = Pattern.compile("\\[?([^\\[\\](),]+)]?");

  @Override
  public boolean accepts(String path) {
    String name = Names.file(path);
    return name.equals("pom.xml") || name.endsWith(".pom");
  }

  @Override
  public boolean locks() {
    return false;
  }

  @Override
  public List<Dependency> read(String path, String text) {
    Pom pom = new Pom();
    try {
      XMLStreamReader reader = factory().createXMLStreamReader(new StringReader(text));
      while (reader.hasNext()) {
        pom.event(reader, reader.next());
      }
    } catch (XMLStreamException e) {
      throw new UnreadableException("it is not XML");
    }
    return pom.list(new Listing(Ecosystem.MAVEN, path));
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    return factory;
  }

  private record Entry(Map<String, String> fields, int line) {
    String field(String name) {
      return fields.getOrDefault(name, "");
    }
  }

  private static final class Pom {
    private final Deque<String> open = new ArrayDeque<>();
    private final Map<String, String> properties = new HashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private Entry entry = new Entry(Map.of(), 0);

    void event(XMLStreamReader reader, int event) {
      switch (event) {
        case XMLStreamConstants.START_ELEMENT -> {
          text.setLength(0);
          open.push(reader.getLocalName());
          if (open.size() > MAX_DEPTH) {
            throw new UnreadableException("it is nested too deeply");
          }
          if (isDependency()) {
            entry = new Entry(new HashMap<>(), reader.getLocation().getLineNumber());
          }
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            text.append(reader.getText());
        case XMLStreamConstants.END_ELEMENT -> end(text.toString().strip());
        default -> {}
      }
    }

    /* dependencies/dependency of the project, its management or a profile, not of a plugin. */
    private boolean isDependency() {
      return open.peek() != null
          && open.peek().equals("dependency")
          && open.contains("dependencies")
          && !open.contains("plugin");
    }

    private void end(String value) {
      if (isDependency()) {
        entries.add(entry);
      }
      String name = open.pop();
      String parent = open.isEmpty() ? "" : open.peek();
      if (parent.equals("dependency")) {
        put(name, value);
      } else if (parent.equals("properties")) {
        properties.put(name, value);
      } else if (parent.equals("project")) {
        properties.put("project." + name, value);
      }
      text.setLength(0);
    }

    private void put(String name, String value) {
      if (open.contains("dependencies") && !open.contains("plugin")) {
        entry.fields().put(name, value);
      }
    }

    List<Dependency> list(Listing listing) {
      for (Entry each : entries) {
        String range = resolved(each.field("version"));
        Matcher fixed = FIXED.matcher(range);
        listing.asked(
            resolved(each.field("groupId")) + ":" + resolved(each.field("artifactId")),
            fixed.matches() && !range.contains("${") ? fixed.group(1) : "",
            range,
            each.field("scope").equals("test") ? Scope.DEVELOPMENT : Scope.RUNTIME,
            each.line());
      }
      return listing.all();
    }

    private String resolved(String value) {
      String result = value;
      for (int i = 0; i < MAX_REPLACED && result.contains("${") && result.length() < 1_000; i++) {
        result =
            PROPERTY
                .matcher(result)
                .replaceAll(
                    found ->
                        Matcher.quoteReplacement(
                            properties.getOrDefault(found.group(1), found.group())));
      }
      return result;
    }
  }
}
