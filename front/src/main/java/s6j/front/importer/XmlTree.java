package s6j.front.importer;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.Location;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import s6j.front.toml.Place;

/** An XML document as a tree of elements with places. Documents with a DOCTYPE are refused. */
final class XmlTree {
  /** An element; {@code text} is all the text that is directly in it. */
  record Element(
      String name,
      Place place,
      Map<String, String> attributes,
      StringBuilder text,
      List<Element> children) {}

  private static final int DEEPEST = 16;

  private final SourceText source;
  private final ImportReport report;
  private final List<Element> open = new ArrayList<>();
  private Element root;

  private XmlTree(SourceText source, ImportReport report) {
    this.source = source;
    this.report = report;
  }

  /** Empty, and reported, if it is not well-formed. */
  static Optional<Element> read(SourceText source, ImportReport report) {
    XmlTree tree = new XmlTree(source, report);
    try {
      return tree.readAll() ? Optional.of(tree.root) : Optional.empty();
    } catch (XMLStreamException e) {
      report.broken(source.place(tree.offset(e.getLocation())), message(e));
      return Optional.empty();
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setProperty(javax.xml.XMLConstants.ACCESS_EXTERNAL_DTD, "");
    factory.setXMLReporter((message, type, information, location) -> {});
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("an external entity: " + systemId);
        });
    return factory;
  }

  private boolean readAll() throws XMLStreamException {
    XMLStreamReader reader = factory().createXMLStreamReader(new StringReader(source.text));
    while (reader.hasNext()) if (!take(reader.next(), reader)) return false;
    return true;
  }

  private boolean take(int event, XMLStreamReader reader) {
    switch (event) {
      case XMLStreamConstants.START_ELEMENT:
        return start(reader, begin(reader.getLocation()));
      case XMLStreamConstants.END_ELEMENT:
        open.remove(open.size() - 1);
        return true;
      case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA:
        if (!open.isEmpty()) open.get(open.size() - 1).text.append(reader.getText());
        return true;
      case XMLStreamConstants.DTD:
        return refused(begin(reader.getLocation()), "a DOCTYPE, which is not read");
      case XMLStreamConstants.ENTITY_REFERENCE:
        String name = reader.getLocalName();
        return refused(begin(reader.getLocation()), "an entity that is not known: " + name);
      default:
        return true;
    }
  }

  /** The library tells the end of what it read; a tag has one less-than sign, at its beginning. */
  private Place begin(Location end) {
    int offset = offset(end);
    int begin = source.text.lastIndexOf('<', Math.max(0, offset - 1));
    return source.place(begin < 0 ? offset : begin);
  }

  private boolean start(XMLStreamReader reader, Place place) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (int i = 0; i < reader.getAttributeCount(); i++)
      attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
    Element element =
        new Element(
            reader.getLocalName(), place, attributes, new StringBuilder(), new ArrayList<>());
    if (open.size() >= DEEPEST) return refused(place, "elements in elements, too deep");
    if (open.isEmpty()) root = element;
    else open.get(open.size() - 1).children.add(element);
    open.add(element);
    return true;
  }

  private boolean refused(Place place, String text) {
    report.broken(place, text);
    return false;
  }

  private int offset(@Nullable Location location) {
    if (location == null) return 0;
    return source.offset(location.getLineNumber(), location.getColumnNumber());
  }

  /** The library puts the place in front. */
  private static String message(XMLStreamException e) {
    String text = String.valueOf(e.getMessage());
    int at = text.indexOf("Message: ");
    return "not XML: " + (at < 0 ? text : text.substring(at + 9));
  }
}
