package dev.sigil.builder.detect.java;

import dev.sigil.builder.detect.Folder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** A pom.xml by itself: what a parent elsewhere adds is not known. */
record PomXml(Element project) {
  static final String FILE = "pom.xml";
  private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^${}]{1,100})}");
  private static final int MAX_SUBSTITUTIONS = 20;

  /** {@code MANIFEST_INVALID} when the file is no XML, or declares entities. */
  static Optional<PomXml> read(Folder folder) {
    return folder.bytes(FILE, Folder.MAX_BYTES).map(bytes -> parse(folder, bytes));
  }

  private static PomXml parse(Folder folder, byte[] bytes) {
    try {
      DocumentBuilder builder = factory().newDocumentBuilder();
      builder.setErrorHandler(new Strict());
      return new PomXml(builder.parse(new ByteArrayInputStream(bytes)).getDocumentElement());
    } catch (SAXParseException e) {
      throw folder.invalid(
          FILE,
          "is not valid XML at line " + e.getLineNumber() + ", column " + e.getColumnNumber());
    } catch (SAXException | IOException e) {
      throw folder.invalid(FILE, "is not valid XML");
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DocumentBuilderFactory factory() throws ParserConfigurationException {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    factory.setAttribute("jdk.xml.maxElementDepth", "64");
    return factory;
  }

  /** The text below {@code path}, with properties filled in; empty when there is none. */
  String text(String... path) {
    return fill(find(project, path).map(Node::getTextContent).orElse("").strip());
  }

  String version() {
    String own = text("version");
    return own.isEmpty() ? text("parent", "version") : own;
  }

  Optional<Element> plugin(String artifactId) {
    return plugins()
        .filter(plugin -> fill(childText(plugin, "artifactId")).equals(artifactId))
        .findFirst();
  }

  private Stream<Element> plugins() {
    return find(project, "build", "plugins").stream().flatMap(PomXml::children);
  }

  /** The first text of an element called {@code name} anywhere in {@code element}. */
  String within(Element element, String name) {
    Node first = element.getElementsByTagName(name).item(0);
    return first == null ? "" : fill(first.getTextContent().strip());
  }

  boolean mentions(Element element, String name, String value) {
    return IntStream.range(0, element.getElementsByTagName(name).getLength())
        .mapToObj(i -> element.getElementsByTagName(name).item(i).getTextContent().strip())
        .anyMatch(value::equals);
  }

  private String fill(String text) {
    String filled = text;
    for (int i = 0; i < MAX_SUBSTITUTIONS; i++) {
      Matcher matcher = PROPERTY.matcher(filled);
      if (!matcher.find() || filled.length() > Folder.MAX_BYTES) {
        break;
      }
      filled = filled.replace(matcher.group(), property(matcher.group(1)));
    }
    return filled;
  }

  private String property(String name) {
    return switch (name) {
      case "project.artifactId", "artifactId" -> childText(project, "artifactId");
      case "project.version", "version" ->
          find(project, "version")
              .or(() -> find(project, "parent", "version"))
              .map(Node::getTextContent)
              .orElse("")
              .strip();
      default -> find(project, "properties", name).map(Node::getTextContent).orElse("").strip();
    };
  }

  private static Optional<Element> find(Element from, String... path) {
    Optional<Element> element = Optional.of(from);
    for (String name : path) {
      element =
          element.flatMap(
              parent -> children(parent).filter(e -> e.getTagName().equals(name)).findFirst());
    }
    return element;
  }

  private static String childText(Element element, String name) {
    return find(element, name).map(Node::getTextContent).orElse("").strip();
  }

  private static Stream<Element> children(Element element) {
    List<Node> nodes =
        IntStream.range(0, element.getChildNodes().getLength())
            .mapToObj(i -> element.getChildNodes().item(i))
            .toList();
    return nodes.stream().filter(Element.class::isInstance).map(Element.class::cast);
  }

  /** The JDK's own handler prints to stderr. */
  private static final class Strict implements ErrorHandler {
    @Override
    public void warning(SAXParseException e) {}

    @Override
    public void error(SAXParseException e) throws SAXException {
      throw e;
    }

    @Override
    public void fatalError(SAXParseException e) throws SAXException {
      throw e;
    }
  }
}
